import { UNREACHABLE_TYPES } from '../../../agent/protocol/result.ts'
import type { Verdict } from '../classify/classification.ts'
import { HEARTBEAT } from '../configuration/configuration.ts'
import type { Outcome } from '../dispatch/outcome.ts'
import type { State } from '../states.ts'
import type { Standing } from './memory.ts'

/** A result with what the rule says of it. */
export interface JudgedResult {
  outcome: Outcome
  verdict: Verdict
}

/** One change that counts, of the whole or of one instance. */
export interface StandingChange {
  judged: JudgedResult
  instance: string
  from: State
  to: State
  /** Start of the trouble that ends or goes on, milliseconds since 1970. */
  since: number
  reason: string
}

export const UNREACHABLE_REASON = 'The machine could not be reached.'
export const VANISHED_REASON = 'It is no longer there.'

/**
 * @returns whether the answer says nothing of the plugin, because the machine itself was not reached: heartbeat tells
 *   that alone. Where heartbeat is not watched, everything tells it, or nobody would
 */
export function isUnreachable({ assignment, answer }: Outcome): boolean {
  const { host, plugin } = assignment
  return (
    host.hasHeartbeat && UNREACHABLE_TYPES.includes(answer.type) && plugin.identifier !== HEARTBEAT
  )
}

/**
 * Pure: from the standings before and one judged result to the standings after. What is as before is the same object,
 * and where all is, so is the map: most results change nothing, and are not to leave anything in memory.
 * A machine that cannot be reached is one cause, told by heartbeat: all else becomes unknown and counts as it did.
 * An instance that a good answer no longer names has vanished; after a bad answer nothing is known of it.
 */
export function standingsAfter(
  before: Map<string, Standing>,
  judged: JudgedResult
): Map<string, Standing> {
  const after = freshStandings(before, judged)
  const isSame =
    after.size === before.size &&
    after.entries().every(([instance, each]) => before.get(instance) === each)
  return isSame ? before : after
}

function freshStandings(
  before: ReadonlyMap<string, Standing>,
  { outcome, verdict }: JudgedResult
): Map<string, Standing> {
  const after = new Map<string, Standing>()
  const put = (instance: string, state: State, countsAs: State, reason: string) => {
    const old = before.get(instance)
    const since = old?.state === state ? old.since : outcome.slot
    const fresh = { state, countsAs, since, reason }
    after.set(instance, old && isSameStanding(old, fresh) ? old : fresh)
  }

  if (isUnreachable(outcome)) {
    for (const [instance, old] of before) put(instance, 'unknown', old.countsAs, UNREACHABLE_REASON)
    if (!before.has('')) put('', 'unknown', 'no_data', UNREACHABLE_REASON)
    return after
  }
  const instances = Object.entries(verdict.instances)
  put('', verdict.state, instances.length > 0 ? 'ok' : verdict.state, verdict.why)
  for (const [instance, each] of instances) put(instance, each.state, each.state, each.why)
  if (outcome.answer.type === 'plugin') return after
  for (const [instance, old] of before) if (!after.has(instance)) after.set(instance, old)
  return after
}

/** @returns what changed in a way that counts; `no_data` as the new state means the instance has vanished */
export function changesBetween(
  before: ReadonlyMap<string, Standing>,
  after: ReadonlyMap<string, Standing>,
  judged: JudgedResult
): StandingChange[] {
  if (before === after) return []
  const changes: StandingChange[] = []
  for (const instance of new Set([...before.keys(), ...after.keys()])) {
    const old = before.get(instance)
    const fresh = after.get(instance)
    const from = old?.countsAs ?? 'no_data'
    const to = fresh?.countsAs ?? 'no_data'
    if (from === to) continue
    const reason = fresh?.reason ?? VANISHED_REASON
    changes.push({ judged, instance, from, to, since: old?.since ?? judged.outcome.slot, reason })
  }
  return changes
}

/** @returns whether a standing has to be written: its state or its reason is another one */
export function isSameStanding(a: Standing | undefined, b: Standing): boolean {
  return (
    a !== undefined && a.state === b.state && a.countsAs === b.countsAs && a.reason === b.reason
  )
}
