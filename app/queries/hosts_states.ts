import db from '@adonisjs/lucid/services/db'
import type { Manifest } from '../../agent/protocol/manifest.ts'
import { RESULT_TYPES, type ResultType } from '../../agent/protocol/result.ts'
import { measureOf } from '../monitoring/alert/measure.ts'
import { oneLine } from '../monitoring/alert/modules/clean_text.ts'
import {
  effectiveLimits,
  limitsFor,
  type LimitRow,
} from '../monitoring/configuration/effective_limits.ts'
import { stateOf, type State } from '../monitoring/states.ts'
import { type Advice, fillAdvice, type FilledAdvice } from '../plugins/advice.ts'

/** A named number of the latest result. */
export interface CurrentMetric {
  name: string
  value: number | null
  unit: string
  instance: string
}

/** How one plugin of one check stands on one machine, as a whole (instance '') or for one instance. */
export interface CurrentEntry {
  check: { id: number; name: string }
  plugin: { id: number; identifier: string; name: string }
  instance: string
  state: State
  /** The number shown first; for an instance the first its manifest declares. */
  value: number | null
  unit: string
  message: string
  /** Why the rule chose this state. */
  reason: string
  since: Date | null
  /** The time of the latest result; null before the first. */
  slot: Date | null
  result_type: ResultType | null
  metrics: CurrentMetric[]
  /** What to do; null where nothing is wrong or the plugin has no texts. */
  advice: FilledAdvice | null
}

/** @returns everything assigned to a machine, by check and plugin, the whole before its instances */
export async function statesOfHost(host: { id: number; name: string }): Promise<CurrentEntry[]> {
  const { rows } = await db.rawQuery<{ rows: StateRow[] }>(STATES, { host: host.id })
  return rows.map((row) =>
    entryOf({ ...row, message: oneLine(row.message), reason: oneLine(row.reason) }, host)
  )
}

/** The newest result of each main series is found by its index; its metrics are those of the same slot. */
const STATES = `
  SELECT c.id AS check_id, c.name AS check_name, p.id AS plugin_id, p.identifier, p.name AS plugin_name,
    coalesce(cs.instance, '') AS instance, coalesce(cs.state, 0) AS state, cs.since, coalesce(cs.reason, '') AS reason,
    v.manifest, v.advice, latest.slot, latest.value, latest.result_type, coalesce(m.text, '') AS message,
    coalesce(numbers.metrics, '[]') AS metrics,
    (SELECT coalesce(json_agg(l), '[]') FROM limits_of_hosts l
      WHERE l.for_host_id = a.host_id AND l.plugin_id = p.id) AS limits
  FROM assignments a
  JOIN checks c ON c.id = a.check_id
  JOIN plugins p ON p.id = a.plugin_id
  LEFT JOIN plugin_versions v ON v.id = p.current_version_id
  LEFT JOIN current_states cs ON cs.host_id = a.host_id AND cs.check_id = c.id AND cs.plugin_id = p.id
  LEFT JOIN series s ON s.host_id = a.host_id AND s.check_id = c.id AND s.plugin_id = p.id
    AND s.instance = '' AND s.metric = ''
  LEFT JOIN LATERAL (
    SELECT slot, value, result_type, message_id FROM results WHERE series_id = s.id ORDER BY slot DESC LIMIT 1
  ) latest ON true
  LEFT JOIN messages m ON m.id = latest.message_id
  LEFT JOIN LATERAL (
    SELECT json_agg(json_build_object('name', n.metric, 'instance', n.instance, 'value', r.value)
      ORDER BY n.instance, n.id) AS metrics
    FROM series n JOIN results r ON r.series_id = n.id AND r.slot = latest.slot
    WHERE n.host_id = a.host_id AND n.check_id = c.id AND n.plugin_id = p.id AND n.metric <> ''
      AND (coalesce(cs.instance, '') = '' OR n.instance = cs.instance)
  ) numbers ON true
  WHERE a.host_id = :host
  ORDER BY c.name, p.name, p.id, coalesce(cs.instance, '')`

interface StateRow {
  check_id: number
  check_name: string
  plugin_id: number
  identifier: string
  plugin_name: string
  instance: string
  state: number
  since: Date | null
  reason: string
  manifest: Manifest | null
  advice: Advice | null
  slot: Date | null
  value: number | null
  result_type: number | null
  message: string
  metrics: Omit<CurrentMetric, 'unit'>[]
  limits: LimitRow[]
}

function entryOf(row: StateRow, host: { id: number; name: string }): CurrentEntry {
  const state = stateOf(row.state)
  const metrics = row.metrics.map((metric) => ({ ...metric, unit: unitOf(row, metric.name) }))
  const measure = row.manifest ? measureOf({ manifest: row.manifest }, row.instance) : null
  const own = metrics.find((metric) => metric.name === measure?.metric)
  const value = row.instance === '' ? row.value : (own?.value ?? null)
  return {
    check: { id: row.check_id, name: row.check_name },
    plugin: { id: row.plugin_id, identifier: row.identifier, name: row.plugin_name },
    instance: row.instance,
    state,
    value,
    unit: measure?.unit ?? '',
    message: row.message,
    reason: row.reason,
    since: row.since,
    slot: row.slot,
    result_type: row.result_type === null ? null : RESULT_TYPES[row.result_type],
    metrics,
    advice: adviceOf(row, state, value, metrics, host),
  }
}

function unitOf({ manifest }: StateRow, name: string): string {
  return manifest?.metrics.find((declared) => declared.name === name)?.unit ?? ''
}

function adviceOf(
  row: StateRow,
  state: State,
  value: number | null,
  metrics: CurrentMetric[],
  host: { id: number; name: string }
): FilledAdvice | null {
  const texts = row.advice?.[state as keyof Advice]
  if (!texts) return null
  const own = metrics.filter((metric) => metric.instance === row.instance)
  return fillAdvice(texts, {
    value,
    message: row.message,
    reason: row.reason,
    instance: row.instance,
    host: { name: host.name },
    metrics: Object.fromEntries(own.map((metric) => [metric.name, metric.value])),
    limits: limitsOf(row, host.id),
  })
}

function limitsOf(row: StateRow, hostId: number) {
  const declared = row.manifest?.limits ?? []
  return limitsFor(effectiveLimits(declared, row.limits, row.check_id, hostId), row.instance)
}
