import type { Pool } from 'pg'
import { RESULT_TYPES } from '../../../agent/protocol/result.ts'
import type { HistoryPoint } from '../classify/classification.ts'
import type { LackingHistory } from '../classify/owned_histories.ts'
import { assignmentKey, type Assignment } from '../configuration/configuration.ts'

/**
 * @param lacking assignments by key, each with how many results before which moment are wanted (one more is read)
 * @returns those results, oldest first, by key
 */
export async function recallPoints(
  pool: Pool,
  lacking: readonly LackingHistory[]
): Promise<Map<string, HistoryPoint[]>> {
  const found = new Map<string, HistoryPoint[]>(lacking.map(({ key }) => [key, []]))
  const keys = lacking.map(({ key }) => key.split(':').map(Number))
  const { rows } = await pool.query<PointRow>(LAST_POINTS, [
    ...[0, 1, 2].map((part) => keys.map((key) => key[part])),
    lacking.map(({ size }) => size + 1),
    lacking.map(({ before }) => (before === null ? 'infinity' : new Date(before * 1000))),
  ])
  for (const row of rows)
    addToPoints(found.get(assignmentKey(row.host_id, row.check_id, row.plugin_id))!, row)
  return found
}

/** @returns assignments as three columns of a query: hosts, checks, plugins */
export function columnsOf(assignments: readonly Assignment[]): number[][] {
  return [
    assignments.map((each) => each.host.id),
    assignments.map((each) => each.check.id),
    assignments.map((each) => each.plugin.id),
  ]
}

/** One stored number of one result. */
export interface PointRow {
  host_id: number
  check_id: number
  plugin_id: number
  instance: string
  metric: string
  slot: Date
  value: number | null
  result_type: number
  text: string | null
}

/** Of each assignment the last n slots, oldest first; the main value before its metrics. */
const LAST_POINTS = `
  SELECT a.host_id, a.check_id, a.plugin_id, s.instance, s.metric, r.slot, r.value, r.result_type, m.text
  FROM unnest($1::int[], $2::int[], $3::int[], $4::int[], $5::timestamptz[]) AS a (host_id, check_id, plugin_id, n, until)
  JOIN series main ON main.host_id = a.host_id AND main.check_id = a.check_id AND main.plugin_id = a.plugin_id
    AND main.instance = '' AND main.metric = ''
  CROSS JOIN LATERAL (
    SELECT slot FROM results WHERE series_id = main.id AND slot < a.until ORDER BY slot DESC LIMIT a.n
  ) recent
  JOIN series s ON s.host_id = a.host_id AND s.check_id = a.check_id AND s.plugin_id = a.plugin_id
  JOIN results r ON r.series_id = s.id AND r.slot = recent.slot
  LEFT JOIN messages m ON m.id = r.message_id
  ORDER BY a.host_id, a.check_id, a.plugin_id, r.slot, s.instance, s.metric`

/** @param points of one assignment, oldest first; rows come in that order too */
export function addToPoints(points: HistoryPoint[], row: PointRow) {
  const at = row.slot.getTime() / 1000
  if (row.instance === '' && row.metric === '') {
    points.push({
      at,
      value: row.value,
      message: row.text ?? '',
      type: RESULT_TYPES[row.result_type],
      metrics: [],
    })
    return
  }
  const point = points.at(-1)
  if (point?.at !== at || row.value === null) return
  const instance = row.instance === '' ? {} : { instance: row.instance }
  point.metrics.push({ name: row.metric, value: row.value, ...instance })
}
