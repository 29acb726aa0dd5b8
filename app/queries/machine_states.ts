import type { Manifest } from '../../agent/protocol/manifest.ts'
import { oneLine } from '../monitoring/alert/modules/clean_text.ts'
import { type State, severityOf, stateOf } from '../monitoring/states.ts'
import type { Advice } from '../plugins/advice.ts'
import { rows } from './rows.ts'

/** What one check found with one plugin on a machine: the whole, and its parts where there are any. */
export interface PluginState {
  checkId: number
  checkName: string
  pluginId: number
  identifier: string
  manifest: Manifest
  advice: Advice
  state: State
  since: Date | null
  reason: string
  /** Disks, arrays and the like, worst first. */
  instances: InstanceState[]
}

export interface InstanceState {
  instance: string
  state: State
  since: Date
  reason: string
}

interface Assigned {
  checkId: number
  checkName: string
  pluginId: number
  identifier: string
  manifest: Manifest
  advice: Advice
}

interface Stated {
  checkId: number
  pluginId: number
  instance: string
  severity: number
  since: Date
  reason: string
}

/** @returns everything watched on a machine, worst first, those without a result too */
export async function listPluginStates(hostId: number): Promise<PluginState[]> {
  const assigned = await rows<Assigned>(ASSIGNED, { hostId })
  const found = await rows<Stated>(STATES, { hostId })
  const stated = found.map((row) => ({ ...row, reason: oneLine(row.reason) }))
  const byPair = Map.groupBy(stated, (row) => `${row.checkId} ${row.pluginId}`)
  return assigned
    .map((row) => withStates(row, byPair.get(`${row.checkId} ${row.pluginId}`) ?? []))
    .toSorted((one, other) => severityOf(other.state) - severityOf(one.state))
}

const ASSIGNED = `
  SELECT checks.id AS "checkId", checks.name AS "checkName", plugins.id AS "pluginId", plugins.identifier,
    versions.manifest, versions.advice
  FROM assignments
  JOIN checks ON checks.id = assignments.check_id
  JOIN plugins ON plugins.id = assignments.plugin_id
  JOIN plugin_versions versions ON versions.id = plugins.current_version_id
  WHERE assignments.host_id = :hostId
  ORDER BY lower(plugins.name), checks.id`

const STATES = `
  SELECT check_id AS "checkId", plugin_id AS "pluginId", instance, state AS severity, since, reason
  FROM current_states WHERE host_id = :hostId
  ORDER BY state DESC, instance`

function withStates(assigned: Assigned, stated: Stated[]): PluginState {
  const parts = stated.filter((row) => row.instance !== '')
  const whole = stated.find((row) => row.instance === '') ?? parts.at(0)
  const worstPart = parts.find((part) => part.severity > 1)
  return {
    ...assigned,
    state: stateOf(whole?.severity ?? 0),
    since: whole?.since ?? null,
    reason: whole?.reason || worstPart?.reason || '',
    instances: parts.map(({ severity: number, instance, since, reason }) => ({
      instance,
      since,
      reason,
      state: stateOf(number),
    })),
  }
}
