import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import Alert from '../models/alert.ts'
import { fieldError } from '../validators/field_error.ts'
import { encryptOptions } from './alert_options.ts'
import { parseModule, parseOptions, parseStates } from './parse_alert.ts'
import { type AlertScope, parseScope } from './parse_scope.ts'

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

/**
 * Makes an alert, or replaces one.
 * @throws E_VALIDATION_ERROR naming the field
 */
export async function saveAlert(input: AlertInput, existing?: Alert): Promise<Alert> {
  const module = parseModule(input.module)
  const options = parseOptions(module, input.options)
  const states = {
    fromStates: parseStates(input.from, 'from'),
    toStates: parseStates(input.to, 'to'),
  }
  const scope = await parseScope(input.applies_to)
  await refuseTakenName(input.name, existing)
  return db.transaction(async (trx) => {
    const alert = (existing ?? new Alert()).merge({
      name: input.name,
      module: module.name,
      encryptedOptions: encryptOptions(options),
      ...states,
      appliesTo: scope.appliesTo,
      isEnabled: input.is_enabled ?? existing?.isEnabled ?? true,
    })
    await alert.useTransaction(trx).save()
    await replaceScope(trx, alert.id, scope)
    return alert
  })
}

async function refuseTakenName(name: string, existing?: Alert) {
  const other = await Alert.findBy('name', name)
  if (!other || other.id === existing?.id) return
  throw fieldError('name', `There is an alert named "${name}" already. Choose another name.`)
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
