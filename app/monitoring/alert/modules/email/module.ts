import type { AlertModule } from '../module.ts'
import { type EmailOptions, parseEmailOptions } from './options.ts'
import { sendMail } from './send.ts'

/** Longer than a mail server that answers once a minute at its worst point, shorter than anybody waits. */
const DEADLINE_MS = 120_000

const NO_MAIL =
  'Prophasis does not know your mail server yet. Set it up under Settings → Mail; messages wait until then.'

/** @param deadlineMs end of one attempt to hand over a mail */
export function emailModule(deadlineMs: number): AlertModule<EmailOptions> {
  return {
    name: 'email',
    label: 'E-mail',
    needs: 'A mail server, set up under Settings → Mail.',
    fields: [
      {
        name: 'to',
        label: 'Who gets the mail',
        help: 'One or more e-mail addresses, like anna@example.com.',
        type: 'list',
        isRequired: true,
      },
    ],
    parseOptions: parseEmailOptions,
    recipientsOf: (options) => options.to,
    onlyTo: (options, recipients) => ({ ...options, to: [...recipients] }),
    missing: ({ mail }) => (mail === null ? NO_MAIL : null),
    send: (job, { mail, now }) => sendMail(job, mail!, now, deadlineMs),
  }
}

export const email = emailModule(DEADLINE_MS)
