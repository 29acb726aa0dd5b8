import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { fieldError } from '../validators/field_error.ts'
import { idsIn, listsIn, pluginIdsIn } from './lists_in.ts'

/** What an alert is for: all of something, or what was chosen. */
export interface AlertTargets {
  appliesTo: 'all' | 'all_hosts' | 'all_services' | 'chosen'
  hostIds: number[]
  hostGroupIds: number[]
  serviceIds: number[]
}

/** What narrows it, joined by "or"; both empty: nothing does. */
export interface AlertRestrictions {
  checkIds: number[]
  pluginIds: number[]
}

/** Where an alert applies. */
export type AlertScope = AlertTargets & AlertRestrictions

const ALL = ['all', 'all_hosts', 'all_services'] as const
const TARGET_LISTS = ['hosts', 'host_groups', 'services']
const RESTRICTING = ['checks', 'plugins']
const CHOOSE =
  'Choose at least one host, host group or service, or use "all_hosts", "all_services" or "all".'

/**
 * @param given "all", "all_hosts", "all_services", or `{hosts?: [ids], host_groups?: [ids], services?: [ids]}`; checks
 *   and plugins may stand beside them, and alone they narrow all hosts
 * @throws E_VALIDATION_ERROR for `applies_to`
 */
export async function parseTargets(
  trx: TransactionClientContract,
  given: unknown
): Promise<{ targets: AlertTargets; restrictions: AlertRestrictions | null }> {
  const all = ALL.find((each) => each === given)
  if (all) return { targets: none(all), restrictions: null }
  const lists = listsIn(given, 'applies_to', [...TARGET_LISTS, ...RESTRICTING], CHOOSE)
  const isNarrowing = RESTRICTING.some((name) => (lists[name] ?? []).length > 0)
  const restrictions = isNarrowing ? await restrictionsIn(trx, lists, 'applies_to') : null
  const isChosen = TARGET_LISTS.some((name) => lists[name] !== undefined)
  if (!isChosen && isNarrowing) return { targets: none('all_hosts'), restrictions }
  const [hostIds, hostGroupIds, serviceIds] = [
    await idsIn(trx, lists.hosts, 'applies_to', 'hosts'),
    await idsIn(trx, lists.host_groups, 'applies_to', 'host_groups'),
    await idsIn(trx, lists.services, 'applies_to', 'services'),
  ]
  if (hostIds.length + hostGroupIds.length + serviceIds.length === 0)
    throw fieldError('applies_to', CHOOSE)
  return { targets: { appliesTo: 'chosen', hostIds, hostGroupIds, serviceIds }, restrictions }
}

/**
 * @param given `{checks?: [ids], plugins?: [ids or identifiers]}`, or null for none
 * @throws E_VALIDATION_ERROR for `restrict_to`
 */
export async function parseRestrictions(
  trx: TransactionClientContract,
  given: unknown
): Promise<AlertRestrictions> {
  if (given === null || given === undefined) return { checkIds: [], pluginIds: [] }
  const choose = 'Choose at least one check or plugin, or null for all.'
  const found = await restrictionsIn(
    trx,
    listsIn(given, 'restrict_to', RESTRICTING, choose),
    'restrict_to'
  )
  if (found.checkIds.length + found.pluginIds.length > 0) return found
  throw fieldError('restrict_to', choose)
}

async function restrictionsIn(
  trx: TransactionClientContract,
  lists: Record<string, unknown[] | undefined>,
  field: string
) {
  return {
    checkIds: await idsIn(trx, lists.checks, field, 'checks'),
    pluginIds: await pluginIdsIn(trx, lists.plugins, field),
  }
}

function none(appliesTo: AlertTargets['appliesTo']): AlertTargets {
  return { appliesTo, hostIds: [], hostGroupIds: [], serviceIds: [] }
}
