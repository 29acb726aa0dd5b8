import vine from '@vinejs/vine'
import { LOG_CATEGORIES } from '../monitoring/logs/system_log.ts'
import { STATES } from '../monitoring/states.ts'
import { pageFields } from './page.ts'
import { Sentences } from './sentences.ts'

const text = () => vine.string().trim().maxLength(300)

/** The parameters of GET /hosts. */
export const HOSTS_QUERY = ['q', 'state', 'page', 'per_page'] as const

/** GET /hosts */
export const hostsValidator = vine.create({
  q: text().optional(),
  state: vine.enum(STATES).optional(),
  ...pageFields,
})
hostsValidator.messagesProvider = new Sentences()

/** The parameters of GET /logs. */
export const LOGS_QUERY = ['q', 'category', 'page', 'per_page'] as const

/** GET /logs */
export const logsValidator = vine.create({
  q: text().optional(),
  category: vine.enum(LOG_CATEGORIES).optional(),
  ...pageFields,
})
logsValidator.messagesProvider = new Sentences()

/** The parameters of GET /results. */
export const RESULTS_QUERY = [
  ...(['host', 'plugin', 'check', 'instance', 'metric'] as const),
  ...(['from', 'to', 'resolution'] as const),
]

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
