import type { Pool } from 'pg'
import type { ArgumentValue } from '../../../agent/protocol/run.ts'
import { stateOf, type State } from '../states.ts'
import type { Interval } from '../schedule/grid.ts'
import {
  assignmentKey,
  type AlertEntry,
  type Assignment,
  type Configuration,
  type HostEntry,
  type PlannedCheck,
  type PluginEntry,
  type Rule,
} from './configuration.ts'
import { effectiveLimits, type LimitRow } from './effective_limits.ts'

/**
 * Reads everything people have set. What is paused, or has no schedule, is left out of the plan.
 * @param decrypt gives back a secret that was stored encrypted, or null when it cannot
 */
export async function loadConfiguration(
  pool: Pool,
  decrypt: (text: string) => string | null
): Promise<Configuration> {
  // The revision is read first: a change in between makes it look older than it is, and it is read again.
  const revision = await pool.query('SELECT revision FROM configuration_revision')
  const [assignments, rules, limits, intervals, alerts] = await Promise.all([
    pool.query(ASSIGNMENTS),
    pool.query(RULES),
    pool.query(LIMITS),
    pool.query(INTERVALS),
    pool.query(ALERTS),
  ])
  const plan = assemble(assignments.rows, rules.rows, limits.rows, intervals.rows, decrypt)
  return {
    revision: Number(revision.rows[0].revision),
    checks: plan,
    assignments: new Map(
      plan.flatMap((check) => check.assignments).map((entry) => [entry.key, entry])
    ),
    alerts: alerts.rows.map(alertFrom),
  }
}

const ASSIGNMENTS = `
  SELECT h.id AS host_id, h.name AS host_name, h.address, h.port, h.encrypted_key, h.certificate_pem,
    h.certificate_check, h.protocol_version, c.id AS check_id, c.name AS check_name, p.id AS plugin_id, p.identifier,
    p.name AS plugin_name, cp.arguments, v.id AS version_id, v.version, v.sha256, v.manifest, v.advice
  FROM checks c
  JOIN check_hosts ch ON ch.check_id = c.id
  JOIN hosts h ON h.id = ch.host_id AND h.paused_at IS NULL
  JOIN check_plugins cp ON cp.check_id = c.id
  JOIN plugins p ON p.id = cp.plugin_id AND p.paused_at IS NULL
  JOIN plugin_versions v ON v.id = p.current_version_id
  WHERE c.paused_at IS NULL
  ORDER BY c.id, h.id, p.id`

const RULES = 'SELECT id, plugin_id, check_id, code, n_historical, updated_at FROM classifiers'

const LIMITS = 'SELECT plugin_id, name, check_id, host_id, instance, value FROM limits'

const INTERVALS = `
  SELECT sc.check_id, s.time_zone, s.maximum_lateness_seconds, i.start_at, i.every, i.unit
  FROM schedule_checks sc JOIN schedules s ON s.id = sc.schedule_id JOIN intervals i ON i.schedule_id = s.id
  ORDER BY i.id`

const ALERTS = `
  SELECT a.*, array(SELECT host_id FROM alert_hosts WHERE alert_id = a.id) AS host_ids,
    array(SELECT check_id FROM alert_restrictions WHERE alert_id = a.id AND check_id IS NOT NULL) AS check_ids,
    array(SELECT plugin_id FROM alert_restrictions WHERE alert_id = a.id AND plugin_id IS NOT NULL) AS plugin_ids
  FROM alerts a WHERE a.is_enabled ORDER BY a.id`

interface AssignmentRow {
  host_id: number
  host_name: string
  address: string
  port: number
  encrypted_key: string | null
  certificate_pem: string | null
  certificate_check: HostEntry['certificateCheck']
  protocol_version: HostEntry['protocolVersion']
  check_id: number
  check_name: string
  plugin_id: number
  identifier: string
  plugin_name: string
  arguments: Record<string, ArgumentValue>
  version_id: number
  version: string
  sha256: string
  manifest: PluginEntry['manifest']
  advice: PluginEntry['advice']
}

interface RuleRow {
  id: number
  plugin_id: number
  check_id: number | null
  code: string
  n_historical: number
  updated_at: Date
}

interface IntervalRow {
  check_id: number
  time_zone: string
  maximum_lateness_seconds: number
  start_at: Date
  every: number
  unit: Interval['unit']
}

function assemble(
  rows: AssignmentRow[],
  rules: RuleRow[],
  limits: LimitRow[],
  intervals: IntervalRow[],
  decrypt: (text: string) => string | null
): PlannedCheck[] {
  const hosts = once(
    rows,
    (row) => row.host_id,
    (row) => hostFrom(row, decrypt)
  )
  const plugins = once(rows, (row) => row.plugin_id, pluginFrom)
  const limitsOf = Map.groupBy(limits, (row) => row.plugin_id)
  const plan = [...Map.groupBy(rows, (row) => row.check_id)].map(([checkId, members]) => ({
    ...timesOf(intervals.filter((row) => row.check_id === checkId)),
    id: checkId,
    assignments: members.flatMap((row): Assignment[] => {
      const rule = ruleFor(rules, row)
      if (rule === null) return []
      const plugin = plugins.get(row.plugin_id)!
      return [
        {
          key: assignmentKey(row.host_id, row.check_id, row.plugin_id),
          host: hosts.get(row.host_id)!,
          check: { id: row.check_id, name: row.check_name },
          plugin,
          arguments: row.arguments,
          rule,
          ...effectiveLimits(
            plugin.manifest.limits,
            limitsOf.get(row.plugin_id) ?? [],
            row.check_id,
            row.host_id
          ),
        },
      ]
    }),
  }))
  return plan
}

function once<T>(
  rows: AssignmentRow[],
  idOf: (row: AssignmentRow) => number,
  make: (row: AssignmentRow) => T
) {
  const made = new Map<number, T>()
  for (const row of rows) if (!made.has(idOf(row))) made.set(idOf(row), make(row))
  return made
}

function hostFrom(row: AssignmentRow, decrypt: (text: string) => string | null): HostEntry {
  return {
    id: row.host_id,
    name: row.host_name,
    address: row.address,
    port: row.port,
    key: row.encrypted_key === null ? null : decrypt(row.encrypted_key),
    certificatePem: row.certificate_pem,
    certificateCheck: row.certificate_check,
    protocolVersion: row.protocol_version,
  }
}

function pluginFrom(row: AssignmentRow): PluginEntry {
  return {
    id: row.plugin_id,
    identifier: row.identifier,
    name: row.plugin_name,
    version: Number(row.version),
    versionId: row.version_id,
    digest: row.sha256,
    manifest: row.manifest,
    advice: row.advice,
  }
}

/** The rule of the check if it has one of its own, else the plugin's. */
function ruleFor(rules: RuleRow[], row: AssignmentRow): Rule | null {
  const own = rules.filter((rule) => rule.plugin_id === row.plugin_id)
  const rule =
    own.find((each) => each.check_id === row.check_id) ?? own.find((each) => each.check_id === null)
  if (!rule) return null
  return {
    key: `${rule.id}@${rule.updated_at.getTime()}`,
    code: rule.code,
    historySize: rule.n_historical,
  }
}

function timesOf(rows: IntervalRow[]): Pick<PlannedCheck, 'intervals' | 'maximumLatenessMs'> {
  const intervals = rows.map((row) => ({
    startAt: row.start_at.getTime(),
    every: row.every,
    unit: row.unit,
    timeZone: row.time_zone,
  }))
  return {
    intervals,
    maximumLatenessMs: 1000 * Math.max(0, ...rows.map((row) => row.maximum_lateness_seconds)),
  }
}

interface AlertRow {
  id: number
  name: string
  module: string
  encrypted_options: string
  from_states: number[]
  to_states: number[]
  applies_to: 'all_hosts' | 'chosen'
  host_ids: number[]
  check_ids: number[]
  plugin_ids: number[]
}

function alertFrom(row: AlertRow): AlertEntry {
  const states = (numbers: number[]): ReadonlySet<State> => new Set(numbers.map(stateOf))
  return {
    id: row.id,
    name: row.name,
    module: row.module,
    encryptedOptions: row.encrypted_options,
    from: states(row.from_states),
    to: states(row.to_states),
    hostIds: row.applies_to === 'all_hosts' ? null : new Set(row.host_ids),
    checkIds: new Set(row.check_ids),
    pluginIds: new Set(row.plugin_ids),
  }
}
