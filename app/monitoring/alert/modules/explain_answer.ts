import { oneLine } from './clean_text.ts'
import { type Destination, explainNetwork, WAIT } from './explain_network.ts'
import type { Delivery } from './module.ts'
import type { Posted } from './post.ts'

/** Who is asked over HTTP to pass a message on. */
export interface HttpReceiver extends Destination {
  /** What to put right, by the status of a refusal. */
  fixes: Record<number, string>
  /** Never shown, not even when the receiver repeats them. */
  secrets: readonly string[]
  /** The field of a JSON answer that a message really taken has; without it every good status will do. */
  proof?: string
}

const MOVED_FOR_GOOD = [301, 308]
/** Refusals that may be over later: too slow, too early, too many. */
const PASSING = [408, 425, 429]

/** @returns what became of a message, by the answer to it */
export function deliveryOf(posted: Posted, receiver: HttpReceiver): Delivery {
  if ('failure' in posted) {
    const { failure, passedDeadlineMs } = posted
    const error = explainNetwork(failure, receiver, passedDeadlineMs)
    return { outcome: 'retry', error, detail: detailOf(failure) }
  }
  const { status } = posted
  if (status < 300) return takenOrNot(posted, receiver)
  if (status < 400) return movedOrHeldUp(status, receiver)
  const said = `${receiver.where} answered ${status}${quote(posted.text, receiver.secrets)}`
  if (status >= 500 || PASSING.includes(status))
    return { outcome: 'retry', error: `${said}. ${WAIT}`, detail: '' }
  const fix = receiver.fixes[status] ?? 'Check the address in the alert.'
  return { outcome: 'refused', error: `${said}. ${fix}` }
}

function takenOrNot(
  { status, text, isTooLong }: Exclude<Posted, { failure: unknown }>,
  { where, proof }: HttpReceiver
): Delivery {
  if (proof === undefined || (!isTooLong && isText(fieldsOf(text)[proof])))
    return { outcome: 'sent', detail: `${where} took the message (answer ${status}).` }
  return {
    outcome: 'retry',
    error: `${where} answered, but not as it should: something else may be at this address. Check it in the alert.`,
    detail: `Its answer ${status} has no “${proof}”.`,
  }
}

function movedOrHeldUp(status: number, { where }: HttpReceiver): Delivery {
  if (MOVED_FOR_GOOD.includes(status))
    return {
      outcome: 'refused',
      error: `${where} has moved (answer ${status}). Enter its new address in the alert.`,
    }
  return {
    outcome: 'retry',
    error: `${where} points elsewhere (answer ${status}), as a network does before you sign in. Check the address in the alert.`,
    detail: '',
  }
}

/** The receiver's own sentence, if it has one; a page of HTML is none. */
function quote(text: string, secrets: readonly string[]): string {
  const { message, error } = fieldsOf(text)
  const nested = (error as { message?: unknown } | undefined)?.message
  const sentence = [message, nested, error].find(isText) ?? (/^\s*[<{[]/.test(text) ? '' : text)
  const shown = oneLine(withoutSecrets(sentence, secrets), 200).replace(/\.$/, '')
  return shown && `: “${shown}”`
}

function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret !== '')
    .reduce((shown, secret) => shown.replaceAll(secret, '•••'), text)
}

function fieldsOf(text: string): Record<string, unknown> {
  try {
    return { ...JSON.parse(text) }
  } catch {
    return {}
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

function detailOf(failure: unknown): string {
  const { code, message } = failure as NodeJS.ErrnoException
  return oneLine([code, message].filter(Boolean).join(': '), 500)
}
