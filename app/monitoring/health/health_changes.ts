import type { HealthChange } from '../alert/matching.ts'
import type { State } from '../states.ts'
import type { Memory } from '../store/recall.ts'
import { healthOf, type AssignmentMemory, type HostMemory, type Standing } from './memory.ts'
import type { JudgedResult, StandingChange } from './standings_after.ts'

/**
 * Pure: the health of each host before and after a batch.
 * The cause is the change that brought the new health. Where things got better but not well, it is the trouble that is
 * left, so that a message names what is still wrong.
 * @param standings what the batch makes of each of its results
 * @param changes what of that is another state than before
 */
export function healthChangesOf(
  memory: Memory,
  standings: ReadonlyMap<JudgedResult, Map<string, Standing>>,
  changes: readonly StandingChange[]
): HealthChange[] {
  const byHost = Map.groupBy(standings.keys(), (each) => each.outcome.assignment.host.id)
  return [...byHost].flatMap(([hostId, judged]) => {
    const before = memory.get(hostId)!
    const after = { ...before, assignments: assignmentsAfter(before, judged, standings) }
    const to = healthOf(after)
    if (to === before.health) return []
    const own = changes.filter((change) => change.judged.outcome.assignment.host.id === hostId)
    const cause =
      own.find((change) => change.to === to) ??
      troubleLeft(after, judged[0], to) ??
      own.at(-1) ??
      withoutResult(judged[0], before, to)
    return [{ hostId, from: before.health, to, cause }]
  })
}

function assignmentsAfter(
  { assignments }: HostMemory,
  judged: readonly JudgedResult[],
  standings: ReadonlyMap<JudgedResult, Map<string, Standing>>
): Map<string, AssignmentMemory> {
  const after = new Map(assignments)
  for (const each of judged) {
    const { key } = each.outcome.assignment
    after.set(key, { ...assignments.get(key)!, standings: standings.get(each)! })
  }
  return after
}

/** What stands at the new health without having changed, as a change with its last result. */
function troubleLeft(
  host: HostMemory,
  { outcome }: JudgedResult,
  to: State
): StandingChange | null {
  if (to === 'ok' || to === 'no_data') return null
  for (const { assignment, points, standings } of host.assignments.values()) {
    for (const [instance, { countsAs, since, reason }] of standings) {
      const last = points.at(-1)
      if (countsAs !== to || !last) continue
      const { value, message, type, metrics } = last
      const answer = { value, message, type, metrics, durationMs: 0 }
      const judged = {
        outcome: { assignment, slot: outcome.slot, answer },
        verdict: { state: to, why: reason, instances: {} },
      }
      return { judged, instance, from: to, to, since, reason }
    }
  }
  return null
}

/** Something that counted was taken from the plan. */
function withoutResult(judged: JudgedResult, host: HostMemory, to: State): StandingChange {
  const reason = 'What is watched here has changed.'
  return { judged, instance: '', from: host.health, to, since: host.since, reason }
}
