import type { Pool } from 'pg'
import type { Judgement } from '../classify/classification.ts'
import { judgeResults, pointOf, type Classify } from '../classify/judge_results.ts'
import type { Assignment } from '../configuration/configuration.ts'
import { emptyAssignment, type HostMemory } from '../health/memory.ts'
import { standingsAfter } from '../health/standings_after.ts'
import { standingsBefore } from './standings_before.ts'
import { answersBefore, outcomeOf, type StoredAnswer, storedAnswers } from './stored_answers.ts'

const DAY_MS = 86_400_000

/** What a rule gives for one stored result, beside what was stored. */
export interface Replayed extends Judgement {
  assignment: Assignment
  /** Milliseconds since 1970. */
  slot: number
  instances: Record<string, Judgement>
  stored: Pick<StoredAnswer, 'state' | 'instances'>
}

/** What is replayed: one assignment, with the rule and the limits it is to have, and all else on its host. */
export interface Replay {
  assignment: Assignment
  /** What rules may ask for with `other()`. */
  others: readonly Assignment[]
  /** Milliseconds since 1970; half-open. */
  from: number
  to: number
}

/**
 * Judges stored results anew, in the order of their slots, by the way live results go: the same requests, the same
 * engine, the same memory of states. So with the rule and limits that were in force it gives what was stored.
 */
export async function* replayRule(
  pool: Pool,
  classify: Classify,
  { assignment, others, from, to }: Replay
): AsyncGenerator<Replayed> {
  const before = await answersBefore(pool, assignment, from, assignment.rule.historySize)
  const own = { ...emptyAssignment(assignment), points: before.map(({ point }) => point) }
  own.standings = await standingsBefore(pool, assignment, before, from)
  const host: HostMemory = {
    ...{ state: 'no_data', since: 0 },
    assignments: new Map([[assignment.key, own]]),
  }
  const memory = {
    ...{ hosts: new Map([[assignment.host.id, host]]) },
    ...{ groups: new Map(), services: new Map() },
  }
  for (let day = from; day < to; day += DAY_MS) {
    const end = Math.min(day + DAY_MS, to)
    if (assignment.rule.readsOthers) await recallOthers(pool, host, others, day, end)
    for (const stored of await storedAnswers(pool, assignment, day, end)) {
      const outcome = outcomeOf(assignment, stored.point)
      const [judged] = await judgeResults([outcome], memory, classify)
      own.standings = standingsAfter(own.standings, judged)
      own.points.push(pointOf(outcome))
      own.points.splice(0, own.points.length - assignment.rule.historySize)
      const { state, why, instances } = judged.verdict
      yield { assignment, slot: outcome.slot, state, why, instances, stored }
    }
  }
}

async function recallOthers(
  pool: Pool,
  host: HostMemory,
  others: readonly Assignment[],
  from: number,
  to: number
) {
  for (const each of others) {
    const before = await answersBefore(pool, each, from, each.rule.historySize)
    const within = await storedAnswers(pool, each, from, to)
    const points = [...before, ...within].map(({ point }) => point)
    host.assignments.set(each.key, { ...emptyAssignment(each), points })
  }
}
