import db from '@adonisjs/lucid/services/db'
import Alert from '../models/alert.ts'
import { moduleNamed } from '../monitoring/alert/modules/registry.ts'
import { stateOf } from '../monitoring/states.ts'
import { decryptOptions } from './alert_options.ts'

interface Named {
  id: number
  name: string
}

/**
 * @param id one alert only
 * @returns alerts by name, with who is told and where they apply; options may hold secrets and are left out
 */
export async function describeAlerts(id?: number) {
  const query = Alert.query().orderBy('name')
  const alerts = await (id === undefined ? query : query.where('id', id))
  const { rows } = await db.rawQuery<{ rows: ({ alert_id: number; kind: Kind } & Named)[] }>(SCOPES)
  const byAlert = Map.groupBy(rows, (row) => row.alert_id)
  return alerts.map((alert) => {
    const named = (kind: Kind) =>
      (byAlert.get(alert.id) ?? [])
        .filter((row) => row.kind === kind)
        .map((row): Named => ({ id: row.id, name: row.name }))
    return {
      ...{ id: alert.id, name: alert.name, module: alert.module, is_enabled: alert.isEnabled },
      recipients: recipientsOf(alert),
      from: alert.fromStates.map(stateOf),
      to: alert.toStates.map(stateOf),
      applies_to: alert.appliesTo,
      ...{ hosts: named('host'), checks: named('check'), plugins: named('plugin') },
    }
  })
}

type Kind = 'host' | 'check' | 'plugin'

const SCOPES = `
  SELECT a.alert_id, 'host' AS kind, h.id, h.name FROM alert_hosts a JOIN hosts h ON h.id = a.host_id
  UNION ALL
  SELECT a.alert_id, 'check', c.id, c.name FROM alert_restrictions a JOIN checks c ON c.id = a.check_id
  UNION ALL
  SELECT a.alert_id, 'plugin', p.id, p.name FROM alert_restrictions a JOIN plugins p ON p.id = a.plugin_id
  ORDER BY 2, 4`

function recipientsOf(alert: Alert): string[] {
  const module = moduleNamed(alert.module)
  return module ? module.recipientsOf(decryptOptions(alert.encryptedOptions)) : []
}
