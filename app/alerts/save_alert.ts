import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import Alert from '../models/alert.ts'
import { checkTogether, fieldError } from '../validators/field_error.ts'
import { isPlainLine, PLAIN_LINE } from '../validators/plain_line.ts'
import { encryptOptions } from './alert_options.ts'
import { parseModule, parseOptions, parseStates } from './parse_alert.ts'
import { type AlertScope, parseScope } from './parse_scope.ts'

/** Any number: it names the lock that lets one alert be saved at a time. */
const SAVE_LOCK = 4049

/** An alert as people and programs give it; see `parseStates` and `parseScope` for the forms allowed. */
export interface AlertInput {
  name: string
  module: string
  options: unknown
  from: unknown
  to: unknown
  applies_to: unknown
  is_enabled?: boolean
}

/** An alert that can be stored. */
export type CheckedAlert = Awaited<ReturnType<typeof checkAlert>>

/**
 * Makes an alert, or replaces one.
 * @throws E_VALIDATION_ERROR naming all wrong fields
 */
export async function saveAlert(input: AlertInput, existing?: Alert): Promise<Alert> {
  return storeAlert(await checkAlert(input, existing), existing)
}

/** @throws E_VALIDATION_ERROR naming all wrong fields */
export async function checkAlert(input: AlertInput, existing?: Alert) {
  const { told, fromStates, toStates, scope } = await checkTogether({
    name: () => refuseUnusableName(input.name, existing),
    told: () => parseTold(input),
    fromStates: () => parseStates(input.from, 'from'),
    toStates: () => parseStates(input.to, 'to'),
    scope: () => parseScope(input.applies_to),
  })
  const isEnabled = input.is_enabled ?? existing?.isEnabled ?? true
  return { name: input.name, ...told, fromStates, toStates, scope, isEnabled }
}

/** @param existing the alert that is replaced; a new one is made without it */
export async function storeAlert(checked: CheckedAlert, existing?: Alert): Promise<Alert> {
  const { options, scope, ...columns } = checked
  return db.transaction(async (trx) => {
    // One at a time: two with the same new name would both have found it free.
    await trx.rawQuery('SELECT pg_advisory_xact_lock(?)', [SAVE_LOCK])
    await refuseUnusableName(checked.name, existing, trx)
    const alert = (existing ?? new Alert()).merge({
      ...columns,
      encryptedOptions: encryptOptions(options),
      appliesTo: scope.appliesTo,
    })
    await alert.useTransaction(trx).save()
    await replaceScope(trx, alert.id, scope)
    return alert
  })
}

async function refuseUnusableName(
  name: string,
  existing?: Alert,
  client?: TransactionClientContract
) {
  if (!isPlainLine(name)) throw fieldError('name', PLAIN_LINE)
  const other = await Alert.findBy('name', name, { client })
  if (!other || other.id === existing?.id) return
  throw fieldError('name', `There is an alert named "${name}" already. Choose another name.`)
}

function parseTold(input: AlertInput) {
  const module = parseModule(input.module)
  return { module: module.name, options: parseOptions(module, input.options) }
}

async function replaceScope(trx: TransactionClientContract, alertId: number, scope: AlertScope) {
  await trx.from('alert_hosts').where('alert_id', alertId).delete()
  await trx.from('alert_restrictions').where('alert_id', alertId).delete()
  const hosts = scope.hostIds.map((id) => ({ alert_id: alertId, host_id: id }))
  const restrictions = [
    ...scope.checkIds.map((id) => ({ alert_id: alertId, check_id: id, plugin_id: null })),
    ...scope.pluginIds.map((id) => ({ alert_id: alertId, check_id: null, plugin_id: id })),
  ]
  if (hosts.length > 0) await trx.table('alert_hosts').multiInsert(hosts)
  if (restrictions.length > 0) await trx.table('alert_restrictions').multiInsert(restrictions)
}
