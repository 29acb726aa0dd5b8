import type { Configuration, LimitValue, PluginEntry } from './configuration.ts'
import { effectiveLimits, type LimitRow } from './effective_limits.ts'

type Limits = Record<string, LimitValue>

export interface LimitsOfPlace {
  limits: Limits
  instanceLimits: Record<string, Limits>
}

/**
 * Thousands of hosts mostly have the same limits: those that nothing particular is set for share one object.
 * @returns finds the limits of a plugin in one check on one host
 */
export function limitsByPlace(
  rows: readonly LimitRow[],
  hostsOfGroups: Configuration['hostsOfGroups']
) {
  const sized = rows.map((row) => ({
    ...row,
    group_size: hostsOfGroups.get(row.host_group_id ?? 0)?.size ?? 0,
  }))
  const ofPlugin = Map.groupBy(sized, (row) => row.plugin_id)
  const shared = new Map<string, LimitsOfPlace>()

  return (plugin: PluginEntry, checkId: number, hostId: number): LimitsOfPlace => {
    const own = ofPlugin.get(plugin.id) ?? []
    const concerning = own.filter((row) => concerns(row, hostId, hostsOfGroups))
    const declared = plugin.manifest.limits
    const isParticular = concerning.some((row) => row.host_id ?? row.host_group_id)
    if (isParticular) return effectiveLimits(declared, concerning, checkId, hostId)
    const key = `${plugin.id}:${checkId}`
    const known = shared.get(key) ?? effectiveLimits(declared, concerning, checkId, hostId)
    shared.set(key, known)
    return known
  }
}

function concerns(
  row: LimitRow,
  hostId: number,
  hostsOfGroups: Configuration['hostsOfGroups']
): boolean {
  if (row.host_id !== null) return row.host_id === hostId
  return row.host_group_id === null || (hostsOfGroups.get(row.host_group_id)?.has(hostId) ?? false)
}
