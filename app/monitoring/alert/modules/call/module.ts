import type { AlertModule } from '../module.ts'
import { phoneFields } from '../twilio/fields.ts'
import { parsePhoneOptions, phoneNumber, type PhoneOptions } from '../twilio/options.ts'
import { type PhonePatience, sendToEach } from '../twilio/send_to_each.ts'
import { twimlOf } from './twiml.ts'

/** @param patience how long an attempt may take */
export function callModule(patience: PhonePatience): AlertModule<PhoneOptions> {
  return {
    name: 'call',
    label: 'Phone call',
    needs:
      'An account with Twilio, or with a service that speaks the same language; each call costs money there.',
    fields: phoneFields('A number of your account, like +441632960960.', 'Who is called'),
    parseOptions: (input) => parsePhoneOptions(input, (from) => phoneNumber(from, 'from')),
    recipientsOf: (options) => options.to,
    onlyTo: (options, recipients) => ({ ...options, to: [...recipients] }),
    missing: () => null,
    send: ({ options, content }) =>
      sendToEach(options, { resource: 'Calls', form: { Twiml: twimlOf(content) } }, patience),
  }
}

export const call = callModule({ deadlineMs: 15_000, wholeMs: 120_000 })
