import type { Pool } from 'pg'
import type { HistoryPoint } from '../classify/classification.ts'
import type { Assignment } from '../configuration/configuration.ts'
import type { Outcome } from '../dispatch/outcome.ts'
import { stateOf, type State } from '../states.ts'
import { addToPoints, columnsOf, type PointRow } from '../store/recall_points.ts'

/** One stored result: what was answered, and the states that were given for it. */
export interface StoredAnswer {
  point: HistoryPoint
  state: State
  instances: Record<string, State>
}

type Row = PointRow & { state: number }

/**
 * @param from slots in milliseconds since 1970; half-open
 * @returns the stored results of one assignment in a window, oldest first
 */
export async function storedAnswers(
  pool: Pool,
  assignment: Assignment,
  from: number,
  to: number
): Promise<StoredAnswer[]> {
  const { rows } = await pool.query<Row>(BETWEEN, [
    ...columnsOf([assignment]).flat(),
    new Date(from),
    new Date(to),
  ])
  return answersIn(rows)
}

/** @returns the last results of one assignment before a moment, oldest first */
export async function answersBefore(
  pool: Pool,
  assignment: Assignment,
  before: number,
  count: number
): Promise<StoredAnswer[]> {
  const { rows } = await pool.query<Row>(BEFORE, [
    ...columnsOf([assignment]).flat(),
    new Date(before),
    count,
  ])
  return answersIn(rows)
}

const COLUMNS = `
  SELECT s.host_id, s.check_id, s.plugin_id, s.instance, s.metric, r.slot, r.value, r.result_type, r.state, m.text
  FROM series s JOIN results r ON r.series_id = s.id LEFT JOIN messages m ON m.id = r.message_id
  WHERE s.host_id = $1 AND s.check_id = $2 AND s.plugin_id = $3`
const ORDER = 'ORDER BY r.slot, s.instance, s.metric'

const BETWEEN = `${COLUMNS} AND r.slot >= $4 AND r.slot < $5 ${ORDER}`

const BEFORE = `${COLUMNS} AND r.slot < $4 AND r.slot >= (
    SELECT min(slot) FROM (
      SELECT slot FROM results WHERE slot < $4 AND series_id = (
        SELECT id FROM series WHERE host_id = $1 AND check_id = $2 AND plugin_id = $3 AND instance = '' AND metric = '')
      ORDER BY slot DESC LIMIT $5) last)
  ${ORDER}`

/** @returns a stored answer as it once came */
export function outcomeOf(assignment: Assignment, { at, ...answer }: HistoryPoint): Outcome {
  return { assignment, slot: Math.round(at * 1000), answer: { ...answer, durationMs: 0 } }
}

function answersIn(rows: readonly Row[]): StoredAnswer[] {
  const points: HistoryPoint[] = []
  const answers: StoredAnswer[] = []
  for (const row of rows) {
    addToPoints(points, row)
    if (row.instance === '' && row.metric === '')
      answers.push({ point: points.at(-1)!, state: stateOf(row.state), instances: {} })
    else if (row.instance !== '' && answers.at(-1)?.point.at === row.slot.getTime() / 1000)
      answers.at(-1)!.instances[row.instance] = stateOf(row.state)
  }
  return answers
}
