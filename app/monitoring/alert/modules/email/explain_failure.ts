import { type Delivery, OptionError } from '../module.ts'
import { oneLine } from '../clean_text.ts'
import type { MailSettings } from './settings.ts'

/** What is known about a failed attempt; every part may be missing. */
export interface SmtpFailure {
  message?: string
  code?: string
  originalCode?: string
  command?: string
  response?: string
  responseCode?: number
  recipient?: string
  rejectedErrors?: SmtpFailure[]
}

interface Explanation {
  sentence: string
  /** It will never work as it is. */
  isPermanent?: boolean
}

const SETTINGS = 'under Settings → Mail'
const CERTIFICATE =
  /certificate|altnames|unable to verify|unable to get (local )?issuer|CERT_|SELF_SIGNED/i
const NO_TLS_SPOKEN = /wrong version number|packet length too long|http request|unexpected eof/i

/**
 * Says in a plain sentence why a mail did not go out, and what to do.
 * @param attempt whether it was a test, which is not tried again; and the deadline when it was passed
 */
export function explainFailure(
  error: unknown,
  mail: MailSettings,
  attempt: { isTest?: boolean; passedDeadlineMs?: number } = {}
): Delivery {
  const delivery = explain(error, mail, attempt.passedDeadlineMs)
  if (delivery.outcome === 'sent' || !attempt.isTest) return delivery
  return { ...delivery, error: delivery.error.replace(WAIT, WAIT_YOURSELF) }
}

function explain(error: unknown, mail: MailSettings, passedDeadlineMs?: number): Delivery {
  if (error instanceof OptionError) {
    return {
      outcome: 'retry',
      error: `${error.message} Change it ${SETTINGS}.`,
      detail: error.field,
    }
  }
  const failure: SmtpFailure = error instanceof Error ? error : { message: String(error) }
  const where = `The mail server at ${mail.host}:${mail.port}`
  const found =
    passedDeadlineMs === undefined
      ? (explainConnection(failure, mail, where) ?? explainAnswer(failure, where))
      : { sentence: `${where} took longer than ${passedDeadlineMs / 1000} s. ${WAIT}` }
  if (found.isPermanent) return { outcome: 'refused', error: found.sentence }
  return { outcome: 'retry', error: found.sentence, detail: oneLine(failure.message ?? '', 500) }
}

/** @returns a sentence about one recipient who was turned away while others were taken */
export function explainRefusal(failure: SmtpFailure): string {
  const answer = answerOf(failure)
  return isTemporary(failure)
    ? `It did not take it for ${failure.recipient} yet: ${answer}.`
    : `It refused ${failure.recipient}: ${answer}. Check this address in the alert.`
}

/** @returns whether the same mail may be taken later */
export function isTemporary(failure: SmtpFailure): boolean {
  const code = failure.responseCode ?? 0
  return code < 500 || code === 503
}

const NO_SUCH_NAME = ['ENOTFOUND', 'ENODATA', 'EBADNAME']
const ABOUT_THE_MAIL = ['EENVELOPE', 'EMESSAGE']
const WAIT_YOURSELF =
  'Wait a little and send the test again. If this goes on, ask who runs the mail server.'
const WAIT = 'We try again by ourselves. If this goes on, ask who runs the mail server.'

/** Everything before the mail itself: finding the server, encryption, sign-in. */
function explainConnection(
  failure: SmtpFailure,
  mail: MailSettings,
  where: string
): Explanation | undefined {
  const text = `${failure.message} ${failure.originalCode}`
  if (failure.code === 'EDNS') return { sentence: explainLookup(failure, mail) }
  if (failure.code === 'EAUTH' || [530, 534, 535].includes(failure.responseCode ?? 0)) {
    return { sentence: explainSignIn(failure, mail, where) }
  }
  if (['ETLS', 'ESOCKET'].includes(failure.code ?? '')) {
    if (CERTIFICATE.test(text)) return { sentence: explainCertificate(text, where) }
    if (failure.code === 'ETLS' || NO_TLS_SPOKEN.test(text)) {
      return { sentence: explainNoEncryption(mail, where) }
    }
  }
  if (failure.originalCode === 'ECONNREFUSED') {
    return {
      sentence: `${where} is not there: nothing answers on this port. Check server and port ${SETTINGS}.`,
    }
  }
  if (failure.code === 'ETIMEDOUT') return { sentence: `${where} does not answer. ${WAIT}` }
  return undefined
}

function explainLookup(failure: SmtpFailure, mail: MailSettings): string {
  return NO_SUCH_NAME.includes(failure.originalCode ?? '')
    ? `No computer is called ${mail.host}. Check the server name ${SETTINGS}.`
    : `The name ${mail.host} cannot be looked up now. Check that this appliance is in the network.`
}

function explainSignIn(failure: SmtpFailure, mail: MailSettings, where: string): string {
  if (failure.responseCode !== undefined && failure.responseCode < 500) {
    return `${where} cannot check the password now: ${answerOf(failure)}. ${WAIT}`
  }
  if (/starttls/i.test(failure.response ?? '')) {
    return `${where} wants encryption. Choose STARTTLS ${SETTINGS}.`
  }
  if (!mail.user) {
    return `${where} wants a user and a password. Enter both ${SETTINGS}.`
  }
  return `${where} did not accept the password. Check user and password ${SETTINGS}.`
}

function explainCertificate(text: string, where: string): string {
  const fix = `Check the server name ${SETTINGS}, or ask who runs the mail server.`
  if (/expired/i.test(text)) return `The certificate of ${lower(where)} is out of date. ${fix}`
  if (/altname/i.test(text)) return `The certificate of ${lower(where)} is for another name. ${fix}`
  return `The certificate of ${lower(where)} cannot be trusted. ${fix}`
}

function explainNoEncryption(mail: MailSettings, where: string): string {
  return mail.security === 'starttls'
    ? `${where} does not offer encryption (STARTTLS). Choose another kind of encryption or another port ${SETTINGS}.`
    : `${where} does not speak TLS on this port. Use port 465, or choose STARTTLS, ${SETTINGS}.`
}

/** What the server said about the mail itself. Only an answer to the mail can be final, not one to the greeting. */
function explainAnswer(failure: SmtpFailure, where: string): Explanation {
  if (failure.responseCode === undefined) {
    return {
      sentence: `${where} broke off: ${oneLine(failure.message ?? 'no answer', 200)}. ${WAIT}`,
    }
  }
  const refused = failure.rejectedErrors ?? [failure]
  if (!ABOUT_THE_MAIL.includes(failure.code ?? '') || refused.some(isTemporary)) {
    return { sentence: `${where} did not take the mail yet: ${answerOf(failure)}. ${WAIT}` }
  }
  const who = refused.map((one) => one.recipient).filter(Boolean)
  const what = who.length > 0 ? `refused ${who.join(', ')}` : 'refused the mail'
  const sentence = `${where} ${what}: ${answerOf(failure)}. ${fixFor(failure, who)}`
  return { sentence, isPermanent: true }
}

function fixFor(failure: SmtpFailure, refusedRecipients: unknown[]): string {
  if (refusedRecipients.length > 0) return 'Check the addresses in the alert.'
  if (failure.command === 'MAIL FROM') return `Check the sender ${SETTINGS}.`
  return 'Ask who runs the mail server why it refuses this mail.'
}

function answerOf(failure: SmtpFailure): string {
  return `“${oneLine(failure.response ?? failure.message ?? '', 200)}”`
}

function lower(where: string): string {
  return where.replace('The', 'the')
}
