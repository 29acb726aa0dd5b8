import db from '@adonisjs/lucid/services/db'
import { type Kind, KINDS } from './tables.ts'
import { inWords } from './loss_in_words.ts'

interface Named {
  id: number
  name: string
}

/** What is lost when something is deleted. What cannot be lost with it is missing. */
export interface Loss {
  /** Lines of results: one per number of one plugin of one check on one host. */
  series?: number
  open_incidents?: number
  rules?: number
  limits?: number
  hosts?: Named[]
  checks?: Named[]
  schedules?: Named[]
  host_groups?: Named[]
  services?: Named[]
  alerts_switched_off?: Named[]
  emptied_redundancy_groups?: (Named & { service: Named })[]
}

/**
 * Reads what a deletion would take along, for people who are asked before it happens.
 * @returns it by kind, and in a sentence
 */
export async function goesWithIt(kind: Kind, id: number): Promise<Loss & { sentence: string }> {
  const loss: Record<string, unknown> = {}
  for (const [name, sql] of Object.entries(LOSSES[kind])) {
    const { rows } = await db.rawQuery<{ rows: object[] }>(sql, { id })
    loss[name] = COUNTED.includes(name) ? Reflect.get(rows[0], 'count') : rows
  }
  return { sentence: inWords(KINDS[kind].word, loss), ...loss }
}

const COUNTED = ['series', 'open_incidents', 'rules', 'limits']

const count = (from: string) => `SELECT count(*)::int AS count FROM ${from}`
const named = (table: string, links: string, key: string, column: string) =>
  `SELECT DISTINCT t.id, t.name FROM ${links} l JOIN ${table} t ON t.id = l.${key} WHERE l.${column} = :id ORDER BY 2`

/** What hangs on a column, of hosts, checks and plugins. */
const measured = (column: string) => ({
  series: count(`series WHERE ${column} = :id`),
  open_incidents: count(`incidents WHERE ${column} = :id AND closed_at IS NULL`),
  limits: count(`limits WHERE ${column} = :id`),
})

/** Alerts that are for nothing else. */
const TARGETS = `(SELECT alert_id, 'host_id' AS kind, host_id AS id FROM alert_hosts
  UNION ALL SELECT alert_id, 'host_group_id', host_group_id FROM alert_host_groups
  UNION ALL SELECT alert_id, 'service_id', service_id FROM alert_services)`
const RESTRICTIONS = `(SELECT alert_id, CASE WHEN check_id IS NULL THEN 'plugin_id' ELSE 'check_id' END AS kind,
  coalesce(check_id, plugin_id) AS id FROM alert_restrictions)`
const alerts = (what: string, column: string) => `
  SELECT a.id, a.name FROM alerts a JOIN ${what} t ON t.alert_id = a.id WHERE a.is_enabled
  GROUP BY a.id, a.name HAVING bool_and(t.kind = '${column}' AND t.id = :id) ORDER BY a.name`

const services = (column: string) => `
  SELECT s.id, s.name FROM services s WHERE s.id IN (
    SELECT service_id FROM service_dependencies WHERE ${column} = :id
    UNION SELECT service_id FROM redundancy_groups g JOIN redundancy_members m ON m.redundancy_group_id = g.id
      WHERE m.${column} = :id) ORDER BY s.name`
const emptied = (column: string) => `
  SELECT g.id, g.name, json_build_object('id', s.id, 'name', s.name) AS service
  FROM redundancy_groups g JOIN services s ON s.id = g.service_id JOIN redundancy_members m ON m.redundancy_group_id = g.id
  GROUP BY g.id, s.id HAVING bool_and(coalesce(m.${column} = :id, false)) ORDER BY s.name, g.id`
const member = (column: string) => ({
  services: services(column),
  emptied_redundancy_groups: emptied(column),
  alerts_switched_off: alerts(TARGETS, column),
})

const LOSSES: Record<Kind, Partial<Record<keyof Loss, string>>> = {
  hosts: {
    ...measured('host_id'),
    checks: named('checks', 'check_hosts', 'check_id', 'host_id'),
    host_groups: named('host_groups', 'host_group_hosts', 'host_group_id', 'host_id'),
    ...member('host_id'),
  },
  host_groups: {
    limits: count('limits WHERE host_group_id = :id'),
    checks: named('checks', 'check_host_groups', 'check_id', 'host_group_id'),
    host_groups: named('host_groups', 'host_group_groups', 'host_group_id', 'member_id'),
    ...member('host_group_id'),
  },
  checks: {
    ...measured('check_id'),
    rules: count('classifiers WHERE check_id = :id'),
    schedules: named('schedules', 'schedule_checks', 'schedule_id', 'check_id'),
    alerts_switched_off: alerts(RESTRICTIONS, 'check_id'),
  },
  plugins: {
    ...measured('plugin_id'),
    rules: count('classifiers WHERE plugin_id = :id'),
    checks: named('checks', 'check_plugins', 'check_id', 'plugin_id'),
    alerts_switched_off: alerts(RESTRICTIONS, 'plugin_id'),
  },
  schedules: { checks: named('checks', 'schedule_checks', 'check_id', 'schedule_id') },
  services: {
    services: `SELECT s.id, s.name FROM services s JOIN service_dependencies d ON d.service_id = s.id
      WHERE d.needed_service_id = :id ORDER BY s.name`,
    alerts_switched_off: alerts(TARGETS, 'service_id'),
  },
  alerts: {},
}
