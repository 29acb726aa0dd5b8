import { oneLine } from '../monitoring/alert/modules/clean_text.ts'
import { type State, severityOf, stateOf } from '../monitoring/states.ts'
import { escapeLike } from './hosts_page.ts'
import { rows } from './rows.ts'

/** One machine in a list, with the worst thing about it. */
export interface MachineRow {
  id: number
  name: string
  address: string
  state: State
  since: Date | null
  /** The sentence of the rule; empty while all is well. */
  reason: string
  pluginName: string | null
  instance: string
  checkedAt: Date | null
  isPaused: boolean
}

export interface MachineFilter {
  /** Part of a name or an address. */
  search?: string
  state?: State
  limit: number
  offset?: number
}

type Found = Omit<MachineRow, 'state'> & { severity: number }

/** @returns machines, worst first */
export async function listMachines(filter: MachineFilter): Promise<MachineRow[]> {
  const found = await rows<Found>(LIST, {
    search: pattern(filter.search),
    state: filter.state ? severityOf(filter.state) : null,
    limit: filter.limit,
    offset: filter.offset ?? 0,
  })
  return found.map(({ severity, ...row }) => {
    return { ...row, state: stateOf(severity), reason: oneLine(row.reason) }
  })
}

/** @returns how many machines are in each state, worst first; states without a machine are left out */
export async function countMachinesByState(search?: string): Promise<Map<State, number>> {
  const found = await rows<{ severity: number; count: number }>(COUNT, { search: pattern(search) })
  return new Map(found.map((row) => [stateOf(row.severity), row.count]))
}

const MATCHES = `(CAST(:search AS text) IS NULL OR hosts.name ILIKE :search OR hosts.address ILIKE :search)`

/** Only the machines of one page are looked at closely. */
const LIST = `
  WITH page AS (
    SELECT hosts.id, hosts.name, hosts.address, hosts.paused_at, host_health.since,
      coalesce(host_health.state, 0) AS severity
    FROM hosts LEFT JOIN host_health ON host_health.host_id = hosts.id
    WHERE ${MATCHES}
      AND (CAST(:state AS integer) IS NULL OR coalesce(host_health.state, 0) = :state)
    ORDER BY severity DESC, lower(hosts.name)
    LIMIT :limit OFFSET :offset
  )
  SELECT page.id, page.name, address, severity, since, paused_at IS NOT NULL AS "isPaused",
    coalesce(worst.reason, '') AS reason, worst.name AS "pluginName",
    coalesce(worst.instance, '') AS instance,
    (SELECT max(newest.slot) FROM series CROSS JOIN LATERAL (
      SELECT slot FROM results WHERE series_id = series.id ORDER BY slot DESC LIMIT 1) newest
      WHERE series.host_id = page.id AND series.metric = '' AND series.instance = '') AS "checkedAt"
  FROM page
  LEFT JOIN LATERAL (
    SELECT reason, instance, plugins.name
    FROM current_states JOIN plugins ON plugins.id = plugin_id
    WHERE host_id = page.id AND state > 1
    ORDER BY state DESC, reason = '', instance = '', current_states.since
    LIMIT 1
  ) worst ON true
  ORDER BY severity DESC, lower(page.name)`

const COUNT = `
  SELECT coalesce(host_health.state, 0) AS severity, CAST(count(*) AS integer) AS count
  FROM hosts LEFT JOIN host_health ON host_health.host_id = hosts.id
  WHERE ${MATCHES}
  GROUP BY severity ORDER BY severity DESC`

/** Signs that mean something to ILIKE are meant as themselves. */
function pattern(search: string | undefined): string | null {
  return search ? `%${escapeLike(search)}%` : null
}
