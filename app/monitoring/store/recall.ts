import type { Pool, PoolClient } from 'pg'
import { assignmentKey, type Assignment } from '../configuration/configuration.ts'
import { emptyAssignment, type Health, type Memory } from '../health/memory.ts'
import { stateOf } from '../states.ts'
import { columnsOf } from './recall_points.ts'

/**
 * Reads back what the core has to remember of these assignments, and does not.
 * @param assignments of a host all that is assigned: its health is the worst of all of it
 */
export async function recall(
  pool: Pool | PoolClient,
  memory: Memory,
  assignments: readonly Assignment[],
  now: number
): Promise<void> {
  const unknown = assignments.filter((each) => !memoryOf(memory, each))
  const missing = [...new Map(unknown.map((each) => [each.key, each])).values()]
  if (missing.length === 0) return
  await recallHosts(pool, memory, [...new Set(missing.map((each) => each.host.id))], now)
  for (const each of missing)
    memory.hosts.get(each.host.id)!.assignments.set(each.key, emptyAssignment(each))
  await recallStandings(pool, memory, missing)
}

/** Reads the health of all groups and services. */
export async function recallHealth(pool: Pool | PoolClient, memory: Memory): Promise<void> {
  memory.groups = await healthFrom(
    pool,
    'SELECT host_group_id AS id, state, since FROM host_group_health'
  )
  memory.services = await healthFrom(
    pool,
    'SELECT service_id AS id, state, since FROM service_health'
  )
}

function memoryOf(memory: Memory, { host, key }: Assignment) {
  return memory.hosts.get(host.id)?.assignments.get(key)
}

interface HealthRow {
  id: number
  state: number
  since: Date
}

async function healthFrom(
  pool: Pool | PoolClient,
  sql: string,
  values: unknown[] = []
): Promise<Map<number, Health>> {
  const { rows } = await pool.query<HealthRow>(sql, values)
  return new Map(
    rows.map((row) => [row.id, { state: stateOf(row.state), since: row.since.getTime() }])
  )
}

async function recallHosts(
  pool: Pool | PoolClient,
  memory: Memory,
  hostIds: number[],
  now: number
) {
  const unknown = hostIds.filter((id) => !memory.hosts.has(id))
  if (unknown.length === 0) return
  const sql = 'SELECT host_id AS id, state, since FROM host_health WHERE host_id = ANY($1::int[])'
  const known = await healthFrom(pool, sql, [unknown])
  for (const id of unknown) {
    const health = known.get(id) ?? { state: 'no_data', since: now }
    memory.hosts.set(id, { ...health, assignments: new Map() })
  }
}

async function recallStandings(
  pool: Pool | PoolClient,
  memory: Memory,
  assignments: readonly Assignment[]
) {
  const { rows } = await pool.query(
    `SELECT cs.* FROM unnest($1::int[], $2::int[], $3::int[]) AS a (host_id, check_id, plugin_id)
     JOIN current_states cs USING (host_id, check_id, plugin_id)`,
    columnsOf(assignments)
  )
  for (const row of rows) {
    const key = assignmentKey(row.host_id, row.check_id, row.plugin_id)
    const own = memory.hosts.get(row.host_id)!.assignments.get(key)!
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
