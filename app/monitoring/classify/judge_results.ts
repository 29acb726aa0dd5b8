import type { Outcome } from '../dispatch/outcome.ts'
import type { AssignmentMemory, Memory } from '../health/memory.ts'
import { isUnreachable, UNREACHABLE_REASON, type JudgedResult } from '../health/standings_after.ts'
import type { ClassifyRequest, HistoryPoint, Verdict } from './classification.ts'

export type Classify = (requests: ClassifyRequest[]) => Promise<Verdict[]>

/**
 * Has the rules judge a batch. What could not be reached is not judged: nothing was seen.
 * @param outcomes at most one per assignment; all of them in the memory
 * @returns in the same order
 */
export async function judgeResults(
  outcomes: readonly Outcome[],
  memory: Memory,
  classify: Classify
): Promise<JudgedResult[]> {
  const seen = outcomes.filter((outcome) => !isUnreachable(outcome))
  const verdicts = await classify(seen.map((outcome) => requestFor(outcome, memory)))
  const byOutcome = new Map(seen.map((outcome, position) => [outcome, verdicts[position]]))
  return outcomes.map((outcome) => ({ outcome, verdict: byOutcome.get(outcome) ?? unreachable() }))
}

/** @returns an answer as the rules see it */
export function pointOf({ slot, answer }: Outcome): HistoryPoint {
  const { value, message, type, metrics } = answer
  return { at: slot / 1000, value, message, type, metrics }
}

function requestFor(outcome: Outcome, memory: Memory): ClassifyRequest {
  const { assignment, slot } = outcome
  const host = memory.hosts.get(assignment.host.id)!
  const own = host.assignments.get(assignment.key)!
  return {
    rule: { key: assignment.rule.key, code: assignment.rule.code },
    plugin: assignment.plugin.identifier,
    points: [...own.points!, pointOf(outcome)].slice(-assignment.rule.historySize),
    limits: assignment.limits,
    instanceLimits: assignment.instanceLimits,
    arguments: assignment.arguments,
    host: { id: assignment.host.id, name: assignment.host.name, address: assignment.host.address },
    check: assignment.check,
    now: slot / 1000,
    ...previousOf(own),
    others: othersFor(outcome, host.assignments),
  }
}

function previousOf(
  own: AssignmentMemory
): Pick<ClassifyRequest, 'previousState' | 'previousStates'> {
  const states = [...own.standings].map(
    ([instance, standing]) => [instance, standing.state] as const
  )
  const previousState = own.standings.get('')?.state ?? 'no_data'
  return {
    previousState,
    previousStates: Object.fromEntries(states.filter(([instance]) => instance !== '')),
  }
}

/** Other plugins' histories travel only to rules that read them, and only what lies before this slot. */
function othersFor({ assignment, slot }: Outcome, all: ReadonlyMap<string, AssignmentMemory>) {
  const others: Record<string, HistoryPoint[]> = {}
  if (!assignment.rule.readsOthers) return others
  // The same plugin may run in several checks: the own check is meant, or else the oldest one.
  const rank = ({ assignment: { check } }: AssignmentMemory) =>
    check.id === assignment.check.id ? 0 : check.id
  const inOrder = [...all.values()].sort((one, other) => rank(other) - rank(one))
  for (const memory of inOrder) {
    if (memory.assignment.key === assignment.key) continue
    const { plugin, rule } = memory.assignment
    const earlier = (memory.points ?? []).filter((point) => point.at < slot / 1000)
    others[plugin.identifier] = earlier.slice(-rule.historySize)
  }
  return others
}

function unreachable(): Verdict {
  return { state: 'unknown', why: UNREACHABLE_REASON, instances: {} }
}
