import db from '@adonisjs/lucid/services/db'
import Alert from '../models/alert.ts'
import { moduleNamed } from '../monitoring/alert/modules/registry.ts'
import { stateOf } from '../monitoring/states.ts'
import { notFound } from '../saving/find.ts'
import { decryptOptions } from './alert_options.ts'
import { whySwitchedOff } from './why_switched_off.ts'

interface Named {
  id: number
  name: string
}

/**
 * @param id one alert only
 * @returns alerts by name, with who is told and where they apply; secrets in options are left out
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
    const scope = {
      ...{ hosts: named('host'), host_groups: named('host_group'), services: named('service') },
      ...{ checks: named('check'), plugins: named('plugin') },
    }
    return {
      ...{ id: alert.id, name: alert.name, description: alert.description },
      ...{ module: alert.module, is_enabled: alert.isEnabled },
      switched_off_because: whySwitchedOff(alert, scope),
      ...toldBy(alert),
      from: alert.fromStates.map(stateOf),
      to: alert.toStates.map(stateOf),
      ...{ applies_to: alert.appliesTo, is_restricted: alert.isRestricted, ...scope },
    }
  })
}

/**
 * @returns an alert as it is shown
 * @throws NotFound
 */
export async function describeAlert(id: number) {
  const [alert] = await describeAlerts(id)
  if (alert) return alert
  throw notFound('alerts', id)
}

type Kind = 'host' | 'host_group' | 'service' | 'check' | 'plugin'

const SCOPES = `
  SELECT a.alert_id, 'host' AS kind, h.id, h.name FROM alert_hosts a JOIN hosts h ON h.id = a.host_id
  UNION ALL
  SELECT a.alert_id, 'host_group', g.id, g.name FROM alert_host_groups a JOIN host_groups g ON g.id = a.host_group_id
  UNION ALL
  SELECT a.alert_id, 'service', s.id, s.name FROM alert_services a JOIN services s ON s.id = a.service_id
  UNION ALL
  SELECT a.alert_id, 'check', c.id, c.name FROM alert_restrictions a JOIN checks c ON c.id = a.check_id
  UNION ALL
  SELECT a.alert_id, 'plugin', p.id, p.name FROM alert_restrictions a JOIN plugins p ON p.id = a.plugin_id
  ORDER BY 2, 4`

/** Only options that a module declares and that are no secrets are shown; of secrets, which there are. */
function toldBy(alert: Alert) {
  const module = moduleNamed(alert.module)
  if (!module) return { recipients: [], options: {}, stored_secrets: [] }
  const options: Record<string, unknown> = { ...Object(decryptOptions(alert.encryptedOptions)) }
  const given = module.fields.filter(({ name }) => options[name] !== undefined)
  const open = given.filter(({ type }) => type !== 'secret')
  return {
    recipients: module.recipientsOf(options),
    options: Object.fromEntries(open.map(({ name }) => [name, options[name]])),
    stored_secrets: given.filter(({ type }) => type === 'secret').map(({ name }) => name),
  }
}
