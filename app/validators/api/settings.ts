import vine from '@vinejs/vine'
import { fieldError } from '../field_error.ts'
import { looseRules, requireAlso } from '../rules.ts'
import { Sentences } from '../sentences.ts'

const days = (most: number) => vine.number({ strict: true }).withoutDecimals().range([1, most])

/** PUT /settings/history */
export const historySettingsBody = vine.create({ raw_days: days(3650), hourly_days: days(7300) })
historySettingsBody.messagesProvider = new Sentences({
  raw_days: 'Give "raw_days" as whole days from 1 to 3650.',
  hourly_days: 'Give "hourly_days" as whole days from 1 to 7300.',
})

/** @throws E_VALIDATION_ERROR when the hours would be gone before the results they are gathered from */
export function refuseShorterHours({ raw_days, hourly_days }: Record<string, number>) {
  if (hourly_days >= raw_days) return
  throw fieldError(
    'hourly_days',
    '"hourly_days" must be at least "raw_days": what is gathered by the hour stays longer.'
  )
}

const text = looseRules({ type: 'string' })

/** PUT /settings/mail. What the fields may hold is checked where they are saved. */
export const mailSettingsBody = vine.create({
  host: looseRules({ type: 'string' }).optional(),
  port: looseRules({ type: ['integer', 'string'] }).optional(),
  security: looseRules({ enum: ['none', 'starttls', 'tls'] }).optional(),
  from: looseRules({ type: 'string' }).optional(),
  user: text.clone().nullable().optional(),
  password: text.clone().nullable().optional(),
  reply_to: text.clone().nullable().optional(),
  // As it was called in 0.1.0.
  replyTo: text.clone().nullable().optional(),
  has_password: looseRules({ type: 'boolean' }).optional(),
})
requireAlso(mailSettingsBody, 'host', 'port', 'security', 'from')
