import type { LimitDeclaration } from '../../agent/protocol/manifest.ts'
import {
  effectiveLimits,
  limitsFor,
  type LimitRow,
} from '../monitoring/configuration/effective_limits.ts'
import { rows } from './rows.ts'

/** Values of limits by name. */
export type Limits = Record<string, number | string | boolean>

/** What is needed to find the limits of one plugin of one check on one host. */
export interface LimitScope {
  hostId: number
  checkId: number
  pluginId: number
  declared: readonly LimitDeclaration[]
}

/** @returns reads the limits that hold for a scope, of the whole or of one instance */
export async function findLimits(hostId: number) {
  const overrides = await rows<LimitRow>(OVERRIDES, { hostId })
  return (scope: LimitScope, instance = ''): Limits => {
    const own = overrides.filter((row) => row.plugin_id === scope.pluginId)
    const found = effectiveLimits(scope.declared, own, scope.checkId, scope.hostId)
    return limitsFor(found, instance)
  }
}

const OVERRIDES = `
  SELECT plugin_id, name, host_group_id, group_size, check_id, host_id, instance, value
  FROM limits_of_hosts WHERE for_host_id = :hostId`
