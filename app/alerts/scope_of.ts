import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type Alert from '../models/alert.ts'
import {
  type AlertRestrictions,
  type AlertScope,
  type AlertTargets,
  parseRestrictions,
  parseTargets,
} from './parse_scope.ts'

/** Where an alert is to apply, as people and programs give it. */
export interface ScopeGiven {
  applies_to?: unknown
  restrict_to?: unknown
}

/**
 * @param keeps the alert whose scope stays where nothing else is given; without one, what is not given is not narrowed
 * @throws E_VALIDATION_ERROR for `applies_to` or `restrict_to`
 */
export async function scopeOf(
  trx: TransactionClientContract,
  given: ScopeGiven,
  keeps?: Alert
): Promise<AlertScope> {
  const kept = keeps && (await keptScope(trx, keeps))
  const isKept = kept !== undefined && given.applies_to === undefined
  const { targets, restrictions: beside } = isKept
    ? { targets: kept.targets, restrictions: null }
    : await parseTargets(trx, given.applies_to)
  if (given.restrict_to === undefined)
    return { ...targets, ...(beside ?? kept?.restrictions ?? NO_RESTRICTIONS) }
  const own = await parseRestrictions(trx, given.restrict_to)
  return { ...targets, ...joined(own, beside ?? NO_RESTRICTIONS) }
}

const NO_RESTRICTIONS: AlertRestrictions = { checkIds: [], pluginIds: [] }

function joined(one: AlertRestrictions, other: AlertRestrictions): AlertRestrictions {
  return {
    checkIds: [...new Set([...one.checkIds, ...other.checkIds])],
    pluginIds: [...new Set([...one.pluginIds, ...other.pluginIds])],
  }
}

async function keptScope(
  trx: TransactionClientContract,
  { id, appliesTo }: Alert
): Promise<{ targets: AlertTargets; restrictions: AlertRestrictions }> {
  const { rows } = await trx.rawQuery(KEPT, { id })
  const { hostIds, hostGroupIds, serviceIds, checkIds, pluginIds } = rows[0]
  return {
    targets: { appliesTo, hostIds, hostGroupIds, serviceIds },
    restrictions: { checkIds, pluginIds },
  }
}

const KEPT = `
  SELECT array(SELECT host_id FROM alert_hosts WHERE alert_id = :id) AS "hostIds",
    array(SELECT host_group_id FROM alert_host_groups WHERE alert_id = :id) AS "hostGroupIds",
    array(SELECT service_id FROM alert_services WHERE alert_id = :id) AS "serviceIds",
    array(SELECT check_id FROM alert_restrictions WHERE alert_id = :id AND check_id IS NOT NULL) AS "checkIds",
    array(SELECT plugin_id FROM alert_restrictions WHERE alert_id = :id AND plugin_id IS NOT NULL) AS "pluginIds"`
