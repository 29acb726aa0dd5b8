import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import Alert from '../models/alert.ts'
import { stateOf } from '../monitoring/states.ts'
import { changeConfiguration } from '../saving/change_configuration.ts'
import { refuseTakenName } from '../saving/refuse_taken_name.ts'
import { replaceRows } from '../saving/replace_rows.ts'
import { checkTogether, fieldError } from '../validators/field_error.ts'
import { isPlainLine, PLAIN_LINE } from '../validators/plain_line.ts'
import { encryptOptions } from './alert_options.ts'
import { findAlert } from './find_alert.ts'
import { optionsGiven } from './options_given.ts'
import { parseModule, parseOptions, parseStates } from './parse_alert.ts'
import type { AlertScope } from './parse_scope.ts'
import { type ScopeGiven, scopeOf } from './scope_of.ts'

/** An alert as people and programs give it; see `parseStates` and `parseTargets` for the forms allowed. */
export interface AlertInput extends ScopeGiven {
  name: string
  description?: string
  module: string
  options?: unknown
  from?: unknown
  to?: unknown
  is_enabled?: boolean
}

/** An alert that can be stored. */
export type CheckedAlert = Awaited<ReturnType<typeof checkAlert>>

/**
 * Makes an alert, or replaces the one with this id; secrets that are not given again stay.
 * @throws E_VALIDATION_ERROR naming all wrong fields, NotFound
 */
export function saveAlert(input: AlertInput, id?: number): Promise<Alert> {
  return changeConfiguration(async (trx) => {
    const existing = id === undefined ? undefined : await findAlert(id, trx)
    return storeAlert(trx, await checkAlert(trx, input, existing), existing)
  })
}

/**
 * Changes what is given of an alert; the rest stays, also what somebody else changes at the same moment.
 * @throws E_VALIDATION_ERROR naming all wrong fields, NotFound
 */
export function changeAlert(given: Partial<AlertInput>, id: number): Promise<Alert> {
  return changeConfiguration(async (trx) => {
    const existing = await findAlert(id, trx)
    const input = {
      ...{ name: existing.name, module: existing.module, options: undefined },
      from: existing.fromStates.map(stateOf),
      to: existing.toStates.map(stateOf),
      ...given,
    }
    return storeAlert(trx, await checkAlert(trx, input, existing, true), existing)
  })
}

/**
 * @param existing as it is in this transaction
 * @param isPartial whether scope and options that are not given stay as they are
 * @throws E_VALIDATION_ERROR naming all wrong fields
 */
export async function checkAlert(
  trx: TransactionClientContract,
  input: AlertInput,
  existing?: Alert,
  isPartial = false
) {
  const isEnabled = input.is_enabled ?? existing?.isEnabled ?? true
  const { told, fromStates, toStates, scope } = await checkTogether({
    name: () => refuseUnusableName(trx, input.name, existing),
    told: () => parseTold(input, existing, isPartial),
    fromStates: () => parseStates(input.from, 'from'),
    toStates: () => parseStates(input.to, 'to'),
    scope: () => checkScope(trx, input, isEnabled, isPartial ? existing : undefined),
  })
  const { name, description = isPartial ? existing?.description : '' } = input
  return { name, description, ...told, fromStates, toStates, isEnabled, ...scope }
}

/** @param alert what is replaced, as it is in this transaction */
export async function storeAlert(
  trx: TransactionClientContract,
  { options, scope, ...columns }: CheckedAlert,
  alert = new Alert()
): Promise<Alert> {
  const encryptedOptions = encryptOptions(options)
  alert.merge({ ...columns, encryptedOptions, appliesTo: scope.appliesTo })
  await alert.useTransaction(trx).save()
  await replaceScope(trx, alert.id, scope)
  return alert
}

async function refuseUnusableName(trx: TransactionClientContract, name: string, existing?: Alert) {
  if (!isPlainLine(name)) throw fieldError('name', PLAIN_LINE)
  await refuseTakenName(trx, 'alerts', name, existing?.id)
}

function parseTold(input: AlertInput, existing: Alert | undefined, isPartial: boolean) {
  const module = parseModule(input.module)
  const given = optionsGiven(module, input.options, existing, isPartial)
  return { module: module.name, options: parseOptions(module, given) }
}

/** One that was made for certain checks and plugins must not become one for all because they are gone. */
async function checkScope(
  trx: TransactionClientContract,
  input: AlertInput,
  isEnabled: boolean,
  keeps?: Alert
) {
  const scope = await scopeOf(trx, input, keeps)
  const isNarrow = scope.checkIds.length + scope.pluginIds.length > 0
  const isRestricted = isNarrow || (input.restrict_to === undefined && keeps?.isRestricted === true)
  if (isEnabled && isRestricted && !isNarrow)
    throw fieldError('restrict_to', 'The checks and plugins it was for are gone. Choose others.')
  const { appliesTo, hostIds, hostGroupIds, serviceIds } = scope
  const isEmpty = hostIds.length + hostGroupIds.length + serviceIds.length === 0
  if (isEnabled && appliesTo === 'chosen' && isEmpty)
    throw fieldError('applies_to', 'What it was for is gone. Choose anew what it is for.')
  return { scope, isRestricted }
}

async function replaceScope(trx: TransactionClientContract, alertId: number, scope: AlertScope) {
  const owner = { alert_id: alertId }
  const lists = [
    ['alert_hosts', scope.hostIds.map((id) => ({ host_id: id }))],
    ['alert_host_groups', scope.hostGroupIds.map((id) => ({ host_group_id: id }))],
    ['alert_services', scope.serviceIds.map((id) => ({ service_id: id }))],
    [
      'alert_restrictions',
      [
        ...scope.checkIds.map((id) => ({ check_id: id, plugin_id: null })),
        ...scope.pluginIds.map((id) => ({ check_id: null, plugin_id: id })),
      ],
    ],
  ] as const
  for (const [table, rows] of lists) await replaceRows(trx, table, owner, rows)
}
