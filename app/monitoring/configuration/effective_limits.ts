import type { LimitDeclaration } from '../../../agent/protocol/manifest.ts'
import type { LimitValue } from './configuration.ts'

/** One override as stored; what is null does not narrow it. */
export interface LimitRow {
  plugin_id: number
  name: string
  host_group_id: number | null
  /** How many hosts the group has, where it is one. */
  group_size?: number
  check_id: number | null
  host_id: number | null
  instance: string | null
  value: LimitValue
}

/**
 * @param declared the limits of the manifest, with their defaults
 * @param overrides those of the plugin, for any check, host and instance, and for groups this host is in
 * @returns the limits one check has on one host, and those of instances that differ; the most particular wins:
 *   instance, then host, then check, then host group (of two groups the smaller one), then plugin
 */
export function effectiveLimits(
  declared: readonly LimitDeclaration[],
  overrides: readonly LimitRow[],
  checkId: number,
  hostId: number
) {
  const mine = overrides
    .filter((row) => (row.check_id ?? checkId) === checkId && (row.host_id ?? hostId) === hostId)
    .sort((a, b) => particularity(a) - particularity(b) || sizeOf(b) - sizeOf(a))
  const limits: Record<string, LimitValue> = {}
  for (const limit of declared) limits[limit.name] = limit.default
  for (const row of mine)
    if (row.instance === null && Object.hasOwn(limits, row.name)) limits[row.name] = row.value

  // Agents choose the names of instances, `__proto__` if they like: a map has no such trap.
  const ofInstances = new Map<string, Record<string, LimitValue>>()
  for (const row of mine) {
    if (row.instance === null || !Object.hasOwn(limits, row.name)) continue
    const own = ofInstances.get(row.instance) ?? { ...limits }
    ofInstances.set(row.instance, { ...own, [row.name]: row.value })
  }
  return { limits, instanceLimits: Object.fromEntries(ofInstances) }
}

/** @returns the limits of one instance; those of the whole where it has none of its own */
export function limitsFor<Limits>(
  { limits, instanceLimits }: { limits: Limits; instanceLimits: Record<string, Limits> },
  instance: string
): Limits {
  return Object.hasOwn(instanceLimits, instance) ? instanceLimits[instance] : limits
}

function particularity(row: LimitRow): number {
  return (
    (row.instance === null ? 0 : 8) +
    (row.host_id === null ? 0 : 4) +
    (row.check_id === null ? 0 : 2) +
    (row.host_group_id === null ? 0 : 1)
  )
}

/** Equal groups: the older one is taken for the larger. */
function sizeOf(row: LimitRow): number {
  return (row.group_size ?? 0) - (row.host_group_id ?? 0) / 1e9
}
