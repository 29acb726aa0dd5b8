import vine from '@vinejs/vine'
import { LOG_CATEGORIES } from '../monitoring/logs/system_log.ts'
import { pageFields } from './page.ts'
import { Sentences } from './sentences.ts'

const text = () => vine.string().trim().maxLength(300)

/** GET /logs */
export const logsValidator = vine.create({
  q: text().optional(),
  category: vine.enum(LOG_CATEGORIES).optional(),
  ...pageFields,
})
logsValidator.messagesProvider = new Sentences()

/** GET /results. An empty `metric` or `instance` is a choice of its own, so it arrives as null. */
export const resultsValidator = vine.create({
  host: text(),
  plugin: text(),
  check: text().optional(),
  instance: text().nullable().optional(),
  metric: text().nullable().optional(),
  from: text().optional(),
  to: text().optional(),
  resolution: text().optional(),
})
resultsValidator.messagesProvider = new Sentences({
  host: 'Say which host: ?host= with its id or its name.',
  plugin: 'Say which plugin: ?plugin= with its id or its identifier.',
})
