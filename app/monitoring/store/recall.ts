import type { Pool } from 'pg'
import { RESULT_TYPES } from '../../../agent/protocol/result.ts'
import type { HistoryPoint } from '../classify/classification.ts'
import { assignmentKey, type Assignment } from '../configuration/configuration.ts'
import {
  emptyAssignment,
  emptyHost,
  type AssignmentMemory,
  type HostMemory,
} from '../health/memory.ts'
import { stateOf } from '../states.ts'

/** Everything the core remembers, by host id. */
export type Memory = Map<number, HostMemory>

/** Reads back what the core has to remember of these assignments and does not. */
export async function recall(
  pool: Pool,
  memory: Memory,
  assignments: readonly Assignment[],
  now: number
): Promise<void> {
  const unknown = assignments.filter((each) => !memory.get(each.host.id)?.assignments.has(each.key))
  const missing = [...new Map(unknown.map((each) => [each.key, each])).values()]
  if (missing.length === 0) return
  await recallHosts(pool, memory, [...new Set(missing.map((each) => each.host.id))], now)
  for (const each of missing) ofHost(memory, each).set(each.key, emptyAssignment(each))
  await recallStandings(pool, memory, missing)
  await recallPoints(pool, memory, missing)
}

function ofHost(memory: Memory, assignment: Assignment): Map<string, AssignmentMemory> {
  return memory.get(assignment.host.id)!.assignments
}

async function recallHosts(pool: Pool, memory: Memory, hostIds: number[], now: number) {
  const unknown = hostIds.filter((id) => !memory.has(id))
  for (const id of unknown) memory.set(id, emptyHost(now))
  const { rows } = await pool.query<{ host_id: number; state: number; since: Date }>(
    'SELECT host_id, state, since FROM host_health WHERE host_id = ANY($1::int[])',
    [unknown]
  )
  for (const row of rows) {
    const host = memory.get(row.host_id)!
    host.health = stateOf(row.state)
    host.since = row.since.getTime()
  }
}

async function recallStandings(pool: Pool, memory: Memory, assignments: readonly Assignment[]) {
  const { rows } = await pool.query(
    `SELECT cs.* FROM unnest($1::int[], $2::int[], $3::int[]) AS a (host_id, check_id, plugin_id)
     JOIN current_states cs USING (host_id, check_id, plugin_id)`,
    columnsOf(assignments)
  )
  for (const row of rows) {
    const own = memory
      .get(row.host_id)!
      .assignments.get(assignmentKey(row.host_id, row.check_id, row.plugin_id))!
    const state = stateOf(row.state)
    const countsAs = row.counts_as === null ? state : stateOf(row.counts_as)
    own.standings.set(row.instance, {
      state,
      countsAs,
      since: row.since.getTime(),
      reason: row.reason,
    })
  }
}

async function recallPoints(pool: Pool, memory: Memory, assignments: readonly Assignment[]) {
  const sizes = assignments.map((each) => each.rule.historySize)
  const { rows } = await pool.query<PointRow>(LAST_POINTS, [...columnsOf(assignments), sizes])
  for (const row of rows) {
    const key = assignmentKey(row.host_id, row.check_id, row.plugin_id)
    addToPoints(memory.get(row.host_id)!.assignments.get(key)!.points, row)
  }
}

interface PointRow {
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

function addToPoints(points: HistoryPoint[], row: PointRow) {
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

function columnsOf(assignments: readonly Assignment[]): number[][] {
  return [
    assignments.map((each) => each.host.id),
    assignments.map((each) => each.check.id),
    assignments.map((each) => each.plugin.id),
  ]
}
