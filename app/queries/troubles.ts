import { type State, stateOf } from '../monitoring/states.ts'
import { rows } from './rows.ts'

/** One thing that is not as it should be: a plugin of a check on a machine. */
export interface Trouble {
  hostId: number
  hostName: string
  checkId: number
  pluginId: number
  state: State
  since: Date
}

/** How the whole stands. */
export interface Standing {
  machines: number
  /** Things in the state major or critical. */
  urgent: number
  /** Things in the state unknown, degraded or minor; not those only unknown because a machine is silent. */
  smaller: number
  ok: number
  noData: number
  /** Pairs of a machine and a plugin that are checked. */
  watched: number
  /** Machines of which anything is checked. */
  watchedMachines: number
}

/** @returns the worst things, worst and newest first */
export async function listTroubles(limit: number): Promise<Trouble[]> {
  const found = await rows<Omit<Trouble, 'state'> & { severity: number }>(TROUBLES, { limit })
  return found.map(({ severity, ...row }) => ({ ...row, state: stateOf(severity) }))
}

/** @returns the counts behind the one sentence of the Overview */
export async function readStanding(): Promise<Standing> {
  const [standing] = await rows<Standing>(STANDING)
  return standing
}

const TROUBLES = `
  SELECT host_id AS "hostId", hosts.name AS "hostName", check_id AS "checkId", plugin_id AS "pluginId",
    state AS severity, since
  FROM states_in_force JOIN hosts ON hosts.id = host_id
  WHERE state > 1 AND instance = ''
  ORDER BY state DESC, since DESC, host_id, plugin_id LIMIT :limit`

const STANDING = `
  SELECT
    (SELECT CAST(count(*) AS integer) FROM hosts) AS machines,
    (SELECT CAST(count(*) AS integer) FROM states_in_force WHERE instance = '' AND state >= 5) AS urgent,
    (SELECT CAST(count(*) AS integer) FROM states_in_force
      WHERE instance = '' AND state BETWEEN 2 AND 4 AND NOT (state = 2 AND counts_as IS NOT NULL)) AS smaller,
    (SELECT CAST(count(*) AS integer) FROM host_health WHERE state = 1) AS ok,
    (SELECT CAST(count(*) AS integer) FROM hosts LEFT JOIN host_health ON host_id = id
      WHERE coalesce(state, 0) = 0) AS "noData",
    (SELECT CAST(count(*) AS integer) FROM assignments) AS watched,
    (SELECT CAST(count(DISTINCT host_id) AS integer) FROM assignments) AS "watchedMachines"`
