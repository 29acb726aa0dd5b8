import type { Delivery } from '../module.ts'
import { type Order, order } from './order.ts'
import type { PhoneOptions } from './options.ts'

/** How long one order may take, and all of them together: that must end before the claim on the message does. */
export interface PhonePatience {
  deadlineMs: number
  wholeMs: number
}

/** Who was reached, and the sentence for each who was not. */
interface Tally {
  taken: string[]
  refused: Map<string, string>
  later: Map<string, string>
}

/** Reaches one number after the other. When an answer holds for all of them, the rest is not even tried. */
export async function sendToEach(
  options: PhoneOptions,
  what: Order,
  { deadlineMs, wholeMs }: PhonePatience
): Promise<Delivery> {
  const whole = AbortSignal.timeout(wholeMs)
  const tally: Tally = { taken: [], refused: new Map(), later: new Map() }
  for (const [index, to] of options.to.entries()) {
    if (whole.aborted) {
      putOff(tally, options.to.slice(index))
      break
    }
    const { delivery, isForAll } = await order(options, what, to, deadlineMs)
    const those = isForAll ? options.to.slice(index) : [to]
    if (delivery.outcome === 'sent') tally.taken.push(to)
    else for (const each of those) tally[KEPT_IN[delivery.outcome]].set(each, delivery.error)
    if (isForAll) break
  }
  return summedUp(tally)
}

const KEPT_IN = { retry: 'later', refused: 'refused' } as const

function putOff(tally: Tally, rest: string[]): void {
  const sentence = 'The phone service was too slow to reach everybody. We try again by ourselves.'
  for (const each of rest) tally.later.set(each, sentence)
}

function summedUp({ taken, refused, later }: Tally): Delivery {
  const told = [...refused, ...later].map(([to, error]) => `${to}: ${error}`).join(' ')
  if (taken.length > 0) {
    const detail = [`The phone service takes care of ${taken.join(', ')}.`, told]
    const retryFor = [...later.keys()]
    return {
      outcome: 'sent',
      detail: detail.filter(Boolean).join(' '),
      ...(retryFor.length > 0 && { retryFor }),
    }
  }
  if (later.size > 0) return { outcome: 'retry', error: sentences(later), detail: told }
  return { outcome: 'refused', error: sentences(refused) }
}

/** Each sentence once, with those it is about where they differ. */
function sentences(failed: Map<string, string>): string {
  const different = new Set(failed.values())
  if (different.size === 1) return [...different][0]
  return [...failed].map(([to, error]) => `${to}: ${error}`).join(' ')
}
