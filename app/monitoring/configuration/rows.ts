import type { ArgumentValue } from '../../../agent/protocol/run.ts'
import type { Interval } from '../schedule/grid.ts'
import type { LimitRow } from './effective_limits.ts'
import type { HostEntry, PluginEntry } from './configuration.ts'

/** What people have set, as it is read. What is paused is left out here, and so everywhere after. */
export const QUERIES = {
  hosts: `SELECT id, name, address, port, encrypted_key, certificate_pem, certificate_check, protocol_version,
      has_agent
    FROM hosts WHERE paused_at IS NULL ORDER BY id`,
  plugins: `SELECT p.id, p.identifier, p.name, v.id AS version_id, v.version, v.sha256, v.manifest, v.advice
    FROM plugins p JOIN plugin_versions v ON v.id = p.current_version_id WHERE p.paused_at IS NULL`,
  checks: 'SELECT id, name FROM checks WHERE paused_at IS NULL ORDER BY id',
  members: 'SELECT check_id, host_id FROM check_members ORDER BY check_id, host_id',
  checkPlugins:
    'SELECT check_id, plugin_id, arguments FROM check_plugins ORDER BY check_id, plugin_id',
  rules: 'SELECT id, plugin_id, check_id, code, n_historical, updated_at FROM classifiers',
  limits: 'SELECT plugin_id, name, host_group_id, check_id, host_id, instance, value FROM limits',
  intervals: `SELECT sc.check_id, s.time_zone, s.maximum_lateness_seconds, i.start_at, i.every, i.unit
    FROM schedule_checks sc JOIN schedules s ON s.id = sc.schedule_id JOIN intervals i ON i.schedule_id = s.id
    ORDER BY i.id`,
  groups: 'SELECT host_group_id, host_id FROM hosts_of_groups',
  services: 'SELECT id, name FROM services ORDER BY id',
  dependencies:
    'SELECT service_id, host_id, host_group_id, needed_service_id FROM service_dependencies ORDER BY id',
  redundancyGroups: 'SELECT id, service_id, at_least FROM redundancy_groups ORDER BY id',
  redundancyMembers:
    'SELECT redundancy_group_id, host_id, host_group_id FROM redundancy_members ORDER BY id',
  alerts: `SELECT a.*,
      array(SELECT host_id FROM alert_hosts WHERE alert_id = a.id
        UNION SELECT host_id FROM alert_host_groups JOIN hosts_of_groups USING (host_group_id)
        WHERE alert_id = a.id) AS host_ids,
      array(SELECT service_id FROM alert_services WHERE alert_id = a.id) AS service_ids,
      array(SELECT check_id FROM alert_restrictions WHERE alert_id = a.id AND check_id IS NOT NULL) AS check_ids,
      array(SELECT plugin_id FROM alert_restrictions WHERE alert_id = a.id AND plugin_id IS NOT NULL) AS plugin_ids
    FROM alerts a WHERE a.is_enabled ORDER BY a.id`,
} as const

/** The rows of each query. */
export interface ConfigurationRows {
  hosts: HostRow[]
  plugins: PluginRow[]
  checks: { id: number; name: string }[]
  members: { check_id: number; host_id: number }[]
  checkPlugins: CheckPluginRow[]
  rules: RuleRow[]
  limits: LimitRow[]
  intervals: IntervalRow[]
  groups: { host_group_id: number; host_id: number }[]
  services: { id: number; name: string }[]
  dependencies: DependencyRow[]
  redundancyGroups: { id: number; service_id: number; at_least: number }[]
  redundancyMembers: RedundancyMemberRow[]
  alerts: AlertRow[]
}

export interface HostRow {
  id: number
  name: string
  address: string
  port: number
  encrypted_key: string | null
  certificate_pem: string | null
  certificate_check: HostEntry['certificateCheck']
  protocol_version: HostEntry['protocolVersion']
  has_agent: boolean
}

export interface PluginRow {
  id: number
  identifier: string
  name: string
  version_id: number
  version: string
  sha256: string
  manifest: PluginEntry['manifest']
  advice: PluginEntry['advice']
}

export interface CheckPluginRow {
  check_id: number
  plugin_id: number
  arguments: Record<string, ArgumentValue>
}

export interface RuleRow {
  id: number
  plugin_id: number
  check_id: number | null
  /** Null in the rule of a check: as the plugin has it. */
  code: string | null
  n_historical: number | null
  updated_at: Date
}

export interface IntervalRow {
  check_id: number
  time_zone: string
  maximum_lateness_seconds: number
  start_at: Date
  every: number
  unit: Interval['unit']
}

export interface DependencyRow {
  service_id: number
  host_id: number | null
  host_group_id: number | null
  needed_service_id: number | null
}

export interface RedundancyMemberRow {
  redundancy_group_id: number
  host_id: number | null
  host_group_id: number | null
}

export interface AlertRow {
  id: number
  name: string
  module: string
  encrypted_options: string
  from_states: number[]
  to_states: number[]
  applies_to: 'all' | 'all_hosts' | 'all_services' | 'chosen'
  host_ids: number[]
  service_ids: number[]
  check_ids: number[]
  plugin_ids: number[]
}
