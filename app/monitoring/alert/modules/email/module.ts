import type { AlertModule } from '../module.ts'
import { type EmailOptions, parseEmailOptions } from './options.ts'
import { sendMail } from './send.ts'

/** Longer than a mail server that answers once a minute at its worst point, shorter than anybody waits. */
const DEADLINE_MS = 120_000

/** @param deadlineMs end of one attempt to hand over a mail */
export function emailModule(deadlineMs: number): AlertModule<EmailOptions> {
  return {
    name: 'email',
    label: 'E-mail',
    parseOptions: parseEmailOptions,
    recipientsOf: (options) => options.to,
    onlyTo: (options, recipients) => ({ ...options, to: [...recipients] }),
    send: (job, context) => sendMail(job, context.mail, context.now, deadlineMs),
  }
}

export const email = emailModule(DEADLINE_MS)
