import vine from '@vinejs/vine'
import type { JSONSchema7 } from 'json-schema'
import { STATES } from '../../monitoring/states.ts'
import { nameRules } from '../plain_line.ts'
import { descriptionRules, LONGEST_LIST, looseRules, requireAlso } from '../rules.ts'
import { Sentences } from '../sentences.ts'

const LIST = { type: 'array', maxItems: LONGEST_LIST } as const
const IDS: JSONSchema7 = { ...LIST, items: { type: 'integer', minimum: 1 } }
const IDS_OR_NAMES: JSONSchema7 = { ...LIST, items: { type: ['integer', 'string'] } }
const RESTRICTING = { checks: IDS, plugins: IDS_OR_NAMES }

const states: JSONSchema7 = {
  anyOf: [
    { enum: ['any', ...STATES] },
    { type: 'array', minItems: 1, items: { enum: ['any', ...STATES] } },
  ],
}
const targets: JSONSchema7 = {
  anyOf: [
    { enum: ['all', 'all_hosts', 'all_services'] },
    {
      type: 'object',
      properties: { hosts: IDS, host_groups: IDS, services: IDS, ...RESTRICTING },
      additionalProperties: false,
    },
  ],
}
const restrictions: JSONSchema7 = {
  type: 'object',
  properties: RESTRICTING,
  additionalProperties: false,
}

/** What the looser fields may hold is checked where an alert is saved, all of it together. */
const fields = vine.object({
  name: nameRules(),
  description: descriptionRules().optional(),
  module: vine.string().trim().maxLength(50),
  options: looseRules({ type: 'object' }).optional(),
  from: looseRules(states).optional(),
  to: looseRules(states).optional(),
  applies_to: looseRules(targets).optional(),
  restrict_to: looseRules(restrictions).nullable().optional(),
  is_enabled: vine.boolean({ strict: true }).optional(),
})

const SENTENCES = new Sentences({
  name: 'Give the alert a name of at most 100 characters.',
  module: 'Say how to tell people: "module": "email".',
})

/** POST and PUT /alerts */
export const alertBody = vine.create(fields)
alertBody.messagesProvider = SENTENCES
requireAlso(alertBody, 'options', 'from', 'to', 'applies_to')

/** PATCH /alerts/:id */
export const alertChanges = vine.create(fields.partial())
alertChanges.messagesProvider = SENTENCES
