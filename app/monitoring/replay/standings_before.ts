import type { Pool } from 'pg'
import type { Assignment } from '../configuration/configuration.ts'
import type { Standing } from '../health/memory.ts'
import { isUnreachable } from '../health/standings_after.ts'
import { columnsOf } from '../store/recall_points.ts'
import { outcomeOf, type StoredAnswer } from './stored_answers.ts'

/**
 * What stood before a window, as far as it is stored: the state of the whole with the last result; that of instances with
 * the last result that named them. A plugin may name instances that its rule does not judge one by one: those have never
 * changed by themselves.
 * @param answers the last results before the window, oldest first
 */
export async function standingsBefore(
  pool: Pool,
  assignment: Assignment,
  answers: readonly StoredAnswer[],
  before: number
): Promise<Map<string, Standing>> {
  const last = answers.at(-1)
  if (!last) return new Map()
  const { rows } = await pool.query<{ instance: string }>(
    `SELECT DISTINCT instance FROM transitions
     WHERE kind = 'result' AND host_id = $1 AND check_id = $2 AND plugin_id = $3 AND at < $4 AND instance <> ''`,
    [...columnsOf([assignment]).flat(), new Date(before)]
  )
  const judged = new Set(rows.map((row) => row.instance))
  const isSilent = isUnreachable(outcomeOf(assignment, last.point))
  const named = answers.findLast(({ point }) => point.type === 'plugin')?.instances ?? {}
  const instances = Object.entries(named).filter(([name]) => judged.has(name))
  const stands = [
    ['', last.state] as const,
    ...instances.map(([name, state]) => [name, isSilent ? 'unknown' : state] as const),
  ]
  return new Map(
    stands.map(([instance, state]) => [
      instance,
      { state, countsAs: state, since: last.point.at * 1000, reason: '' },
    ])
  )
}
