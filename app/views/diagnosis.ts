import { UNREACHABLE_TYPES } from '../../agent/protocol/result.ts'
import { STATE_WORDS } from '../monitoring/states.ts'
import { type AdviceState, fillAdvice } from '../plugins/advice.ts'
import type { Limits } from '../queries/find_limits.ts'
import type { LatestResult } from '../queries/latest_values.ts'
import type { PluginState } from '../queries/machine_states.ts'

/** Why something is in its state and what to do, in sentences; empty texts are left out. */
export interface Diagnosis {
  title: string
  what: string
  effect: string
  firstStep: string
  whenToCall: string
  /** Only not known because the machine did not answer: its heartbeat says what to do. */
  isUnreached: boolean
}

/**
 * @param found the newest result, when there is one
 * @param limits those of the worst instance
 * @returns the plugin's own texts with live numbers; plain ones for a plugin without texts for this state
 */
export function diagnose(
  hostName: string,
  watched: PluginState,
  found: LatestResult | undefined,
  limits: Limits
): Diagnosis {
  const texts = watched.advice[watched.state as AdviceState]
  const unreached = isUnreached(watched, found)
  if (!texts || unreached) return { ...plain(watched, found), isUnreached: unreached }
  const instance = worstInstance(watched)
  const { title, what, why, firstStep, whenToCall } = fillAdvice(texts, {
    value: found?.value ?? null,
    message: found?.message ?? '',
    reason: watched.reason,
    instance,
    host: { name: hostName },
    metrics: (instance ? found?.instances[instance] : found?.metrics) ?? {},
    limits,
  })
  return { title, what: once(what), effect: why, firstStep, whenToCall, isUnreached: false }
}

/** @returns the part in the worst state, such as `/var`; undefined when the state belongs to the whole */
export function worstInstance(watched: PluginState): string | undefined {
  return watched.instances.find((part) => part.state === watched.state)?.instance
}

/** Without an answer nothing is known about the disks: the texts of the plugin would send people astray. */
function isUnreached(watched: PluginState, found: LatestResult | undefined): boolean {
  return (
    watched.identifier !== 'heartbeat' &&
    watched.state === 'unknown' &&
    found !== undefined &&
    UNREACHABLE_TYPES.includes(found.type)
  )
}

function plain(
  watched: PluginState,
  found: LatestResult | undefined
): Omit<Diagnosis, 'isUnreached'> {
  return {
    title: `${watched.manifest.name.toLowerCase()} ${STATE_WORDS[watched.state].toLowerCase()}`,
    what: watched.reason || found?.message || '',
    effect: '',
    firstStep: '',
    whenToCall: '',
  }
}

/** A reason may hold the message already: the same sentence twice in a row is said once. */
function once(text: string): string {
  const sentences = text.split(/(?<=[.!?]) /)
  return sentences.filter((sentence, index) => sentence !== sentences[index - 1]).join(' ')
}
