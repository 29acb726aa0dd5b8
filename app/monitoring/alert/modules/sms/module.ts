import type { AlertModule } from '../module.ts'
import { phoneFields } from '../twilio/fields.ts'
import { parsePhoneOptions, phoneNumber, type PhoneOptions } from '../twilio/options.ts'
import { type PhonePatience, sendToEach } from '../twilio/send_to_each.ts'
import { smsText } from './text.ts'

/** A name in place of a number: up to eleven letters and digits, not digits alone. */
const SENDER_NAME = /^(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11}$/

/** @param patience how long an attempt may take */
export function smsModule(patience: PhonePatience): AlertModule<PhoneOptions> {
  return {
    name: 'sms',
    label: 'SMS',
    needs:
      'An account with Twilio, or with a service that speaks the same language; each SMS costs money there.',
    fields: phoneFields(
      'A number of your account, like +441632960960, or a name of up to 11 letters where the country allows it.',
      'Who gets the SMS'
    ),
    parseOptions: (input) => parsePhoneOptions(input, parseSender),
    recipientsOf: (options) => options.to,
    onlyTo: (options, recipients) => ({ ...options, to: [...recipients] }),
    missing: () => null,
    send: ({ options, content }) =>
      sendToEach(options, { resource: 'Messages', form: { Body: smsText(content) } }, patience),
  }
}

export const sms = smsModule({ deadlineMs: 15_000, wholeMs: 120_000 })

function parseSender(value: unknown): string {
  if (typeof value === 'string' && SENDER_NAME.test(value.trim())) return value.trim()
  return phoneNumber(value, 'from')
}
