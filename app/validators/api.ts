import vine from '@vinejs/vine'
import { nameRules } from './plain_line.ts'
import { Sentences } from './sentences.ts'

/** The fields of PUT /plugins/:id/classifier. */
export const RULE_FIELDS = ['code', 'limits', 'n_historical', 'check'] as const

/** PUT /plugins/:id/classifier. Null means "back to the default". */
export const ruleValidator = vine.create({
  code: vine.string().regex(/\S/).maxLength(65_536).nullable().optional(),
  limits: vine.record(vine.any().nullable()).nullable().optional(),
  n_historical: vine
    .number({ strict: true })
    .withoutDecimals()
    .range([1, 1000])
    .nullable()
    .optional(),
  check: vine.any().optional(),
})
ruleValidator.messagesProvider = new Sentences({
  code: 'Give the code of the rule as text of 1 to 65,536 characters, or null for the default.',
  limits: 'Give "limits" as an object of names and values, or null for the defaults.',
  n_historical: 'Give "n_historical" as a whole number from 1 to 1000.',
})

/** The fields of POST /alerts. */
export const ALERT_FIELDS = [
  'name',
  'module',
  'options',
  'from',
  'to',
  'applies_to',
  'is_enabled',
] as const

/** POST /alerts. What the fields may hold is checked where an alert is saved. */
export const alertValidator = vine.create({
  name: nameRules(),
  module: vine.string().trim().maxLength(50),
  options: vine.any().optional(),
  from: vine.any().optional(),
  to: vine.any().optional(),
  applies_to: vine.any().optional(),
  is_enabled: vine.boolean({ strict: true }).optional(),
})
alertValidator.messagesProvider = new Sentences({
  name: 'Give the alert a name of at most 100 characters.',
  module: 'Say how to tell people: "module": "email".',
})
