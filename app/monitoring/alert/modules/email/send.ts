import { createTransport, type SMTPTransportOptions } from 'nodemailer'
import type { Delivery, DeliveryJob } from '../module.ts'
import { oneLine } from '../clean_text.ts'
import { explainFailure, explainRefusal, isTemporary, type SmtpFailure } from './explain_failure.ts'
import { buildMessage } from './message.ts'
import type { EmailOptions } from './options.ts'
import type { MailSettings } from './settings.ts'

const CONNECT_TIMEOUT_MS = 20_000
const GREETING_TIMEOUT_MS = 20_000
/** Silence between two answers. Some mail servers look through a mail for a minute before they answer. */
const SILENCE_TIMEOUT_MS = 75_000

/** What the mail server said when it took the mail. */
interface Receipt {
  response: string
  rejectedErrors?: SmtpFailure[]
}

/**
 * Hands one mail to the mail server on a connection of its own.
 * @param deadlineMs end of the whole attempt, however busy the connection is
 * @returns a delivery; never throws
 */
export async function sendMail(
  job: DeliveryJob<EmailOptions>,
  mail: MailSettings,
  now: Date,
  deadlineMs: number
): Promise<Delivery> {
  const deadline = AbortSignal.timeout(deadlineMs)
  const transport = createTransport(transportOptions(mail))
  try {
    const message = buildMessage(job, mail, now)
    return sent(await transport.sendMail({ ...message, signal: deadline }), mail)
  } catch (error) {
    return explainFailure(error, mail, {
      isTest: job.content.kind === 'test',
      passedDeadlineMs: deadline.aborted ? deadlineMs : undefined,
    })
  } finally {
    transport.close()
  }
}

function transportOptions(mail: MailSettings): SMTPTransportOptions {
  return {
    host: mail.host,
    port: mail.port,
    secure: mail.security === 'tls',
    requireTLS: mail.security === 'starttls',
    opportunisticTLS: mail.security === 'none',
    tls: { rejectUnauthorized: mail.security !== 'none' },
    auth: mail.user ? { user: mail.user, pass: mail.password } : undefined,
    connectionTimeout: CONNECT_TIMEOUT_MS,
    greetingTimeout: GREETING_TIMEOUT_MS,
    dnsTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: SILENCE_TIMEOUT_MS,
  }
}

function sent(receipt: Receipt, mail: MailSettings): Delivery {
  const failures = receipt.rejectedErrors ?? []
  const { retryFor = [], refusedFor = [] } = Object.groupBy(failures, (failure) =>
    isTemporary(failure) ? 'retryFor' : 'refusedFor'
  )
  const named = (some: SmtpFailure[]) => some.map((failure) => failure.recipient ?? '')
  const detail = [
    `The mail server at ${mail.host}:${mail.port} took the mail: ${oneLine(receipt.response, 200)}.`,
    ...failures.map(explainRefusal),
  ].join(' ')
  return {
    outcome: 'sent',
    detail,
    ...(retryFor.length > 0 && { retryFor: named(retryFor) }),
    ...(refusedFor.length > 0 && { refusedFor: named(refusedFor) }),
  }
}
