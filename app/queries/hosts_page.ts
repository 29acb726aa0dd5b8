import db from '@adonisjs/lucid/services/db'
import { severityOf, stateOf, type State } from '../monitoring/states.ts'

/** A machine in a list, with how many of its current states are how bad. */
export interface HostSummary {
  id: number
  name: string
  address: string
  port: number
  description: string
  is_self: boolean
  /** Whether it carries an agent. */
  agent: boolean
  paused_at: Date | null
  health: State
  /** Since when its health is what it is; null before the first result. */
  since: Date | null
  counts: Partial<Record<State, number>>
}

export interface HostFilter {
  /** Part of the name, address or description. */
  q?: string
  state?: State
  id?: number
  /** In this group, itself or through one inside. */
  hostGroup?: number
  page: number
  perPage: number
}

/** @returns the machines, worst first, and how many there are on all pages */
export async function hostsPage(
  filter: HostFilter
): Promise<{ hosts: HostSummary[]; total: number }> {
  const chosen = {
    pattern: filter.q ? `%${escapeLike(filter.q)}%` : null,
    state: filter.state ? severityOf(filter.state) : null,
    id: filter.id ?? null,
    group: filter.hostGroup ?? null,
  }
  const offset = (filter.page - 1) * filter.perPage
  const { rows } = await db.rawQuery(HOSTS, { ...chosen, limit: filter.perPage, offset })
  // A page past the last one has no row that could carry the total.
  const counted = rows[0] ?? (offset > 0 ? (await db.rawQuery(TOTAL, chosen)).rows[0] : undefined)
  return { hosts: rows.map(summaryOf), total: Number(counted?.total ?? 0) }
}

/** @returns a text in which `%` and `_` mean themselves in a LIKE pattern */
export function escapeLike(text: string): string {
  return text.replaceAll(/[\\%_]/g, (character) => `\\${character}`)
}

const CHOSEN = `
  FROM hosts h LEFT JOIN host_health hh ON hh.host_id = h.id
  WHERE (:id::int IS NULL OR h.id = :id)
    AND (:pattern::text IS NULL OR h.name ILIKE :pattern OR h.address ILIKE :pattern OR h.description ILIKE :pattern)
    AND (:state::int IS NULL OR coalesce(hh.state, 0) = :state)
    AND (:group::int IS NULL OR EXISTS (
      SELECT FROM hosts_of_groups o WHERE o.host_group_id = :group AND o.host_id = h.id))`

const TOTAL = `SELECT count(*) AS total ${CHOSEN}`

const HOSTS = `
  SELECT h.id, h.name, h.address, h.port, h.description, h.is_self, h.has_agent AS agent, h.paused_at,
    coalesce(hh.state, 0) AS state, hh.since, count(*) OVER () AS total,
    (SELECT json_object_agg(counted.state, counted.count) FROM (
      SELECT coalesce(cs.state, 0) AS state, count(*) AS count
      FROM assignments a LEFT JOIN current_states cs USING (host_id, check_id, plugin_id)
      WHERE a.host_id = h.id GROUP BY 1) counted) AS counts
  ${CHOSEN}
  ORDER BY coalesce(hh.state, 0) DESC, h.name
  LIMIT :limit OFFSET :offset`

interface HostRow extends Omit<HostSummary, 'health' | 'counts'> {
  state: number
  counts: Record<string, number> | null
}

function summaryOf(row: HostRow): HostSummary {
  const { id, name, address, port, description, is_self, agent, paused_at, since } = row
  const counts = Object.entries(row.counts ?? {}).map(([state, count]) => [stateOf(+state), count])
  return {
    ...{ id, name, address, port, description, is_self, agent, paused_at },
    health: stateOf(row.state),
    since,
    counts: Object.fromEntries(counts),
  }
}
