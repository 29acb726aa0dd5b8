import type { Outcome } from '../dispatch/outcome.ts'
import type { AssignmentMemory, Memory } from '../health/memory.ts'
import { isUnreachable, UNREACHABLE_REASON, type JudgedResult } from '../health/standings_after.ts'
import type { Assignment } from '../configuration/configuration.ts'
import type {
  ClassifyRequest,
  HistoryPoint,
  HistoryRef,
  RuleSetup,
  Verdict,
} from './classification.ts'

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
    setup: setupOf(assignment),
    ...pointsFor(outcome, own, host.assignments),
    now: slot / 1000,
    ...previousOf(own),
  }
}

/** The same object for as long as the assignment is: the classifier is not sent it twice. */
const setups = new WeakMap<Assignment, RuleSetup>()

function setupOf(assignment: Assignment): RuleSetup {
  const known = setups.get(assignment)
  if (known) return known
  const { rule, plugin, limits, instanceLimits, host, check } = assignment
  const setup = {
    rule: { key: rule.key, code: rule.code },
    plugin: plugin.identifier,
    ...{ limits, instanceLimits, arguments: assignment.arguments },
    host: { id: host.id, name: host.name, address: host.address },
    check,
  }
  setups.set(assignment, setup)
  return setup
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

/** The past travels only where the classifier does not remember it itself. */
function pointsFor(
  outcome: Outcome,
  { assignment, points }: AssignmentMemory,
  all: ReadonlyMap<string, AssignmentMemory>
): Pick<ClassifyRequest, 'points' | 'others' | 'remembered'> {
  const { key, rule } = assignment
  const others = othersOf(assignment, all)
  if (points === undefined) {
    const refs = others.map(([plugin, each]) => [plugin, refOf(each.assignment)])
    const remembered = { own: { key, size: rule.historySize }, others: Object.fromEntries(refs) }
    return { points: [pointOf(outcome)], others: {}, remembered }
  }
  const past = others.map(([plugin, each]) => {
    const earlier = (each.points ?? []).filter((point) => point.at < outcome.slot / 1000)
    return [plugin, earlier.slice(-each.assignment.rule.historySize)]
  })
  return {
    points: [...points, pointOf(outcome)].slice(-rule.historySize),
    others: Object.fromEntries(past) as Record<string, HistoryPoint[]>,
  }
}

/** What a rule may ask for with `other()`, by plugin: of the own check, or else of the oldest one. */
function othersOf(
  { check, key, rule }: Assignment,
  all: ReadonlyMap<string, AssignmentMemory>
): [plugin: string, AssignmentMemory][] {
  if (!rule.readsOthers) return []
  const rank = (each: Assignment) => (each.check.id === check.id ? 0 : each.check.id)
  return [...all.values()]
    .filter((each) => each.assignment.key !== key)
    .sort((one, other) => rank(other.assignment) - rank(one.assignment))
    .map((each) => [each.assignment.plugin.identifier, each])
}

function refOf({ key, rule }: Assignment): HistoryRef {
  return { key, size: rule.historySize }
}

function unreachable(): Verdict {
  return { state: 'unknown', why: UNREACHABLE_REASON, instances: {} }
}
