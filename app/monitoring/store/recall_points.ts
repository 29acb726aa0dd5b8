import type { Pool, PoolClient } from 'pg'
import { RESULT_TYPES } from '../../../agent/protocol/result.ts'
import type { HistoryPoint } from '../classify/classification.ts'
import { assignmentKey, type Assignment } from '../configuration/configuration.ts'
import { type Memory, pointsKept } from '../health/memory.ts'

/** Reads the last results of these assignments, as many as their rules want. */
export async function recallPoints(
  pool: Pool | PoolClient,
  memory: Memory,
  assignments: readonly Assignment[]
): Promise<void> {
  if (assignments.length === 0) return
  const pointsOf = (hostId: number, key: string) => {
    const own = memory.hosts.get(hostId)!.assignments.get(key)!
    return (own.points ??= [])
  }
  for (const each of assignments) pointsOf(each.host.id, each.key)
  const sizes = assignments.map(pointsKept)
  const { rows } = await pool.query<PointRow>(LAST_POINTS, [...columnsOf(assignments), sizes])
  for (const row of rows) {
    const key = assignmentKey(row.host_id, row.check_id, row.plugin_id)
    addToPoints(pointsOf(row.host_id, key), row)
  }
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
  FROM unnest($1::int[], $2::int[], $3::int[], $4::int[]) AS a (host_id, check_id, plugin_id, n)
  JOIN series main ON main.host_id = a.host_id AND main.check_id = a.check_id AND main.plugin_id = a.plugin_id
    AND main.instance = '' AND main.metric = ''
  CROSS JOIN LATERAL (
    SELECT slot FROM results WHERE series_id = main.id ORDER BY slot DESC LIMIT a.n
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
