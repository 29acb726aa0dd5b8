import {
  assignmentKey,
  HEARTBEAT,
  type Assignment,
  type Configuration,
  type HostEntry,
  type PlannedCheck,
  type PluginEntry,
  type Rule,
} from './configuration.ts'
import { limitsByPlace } from './limits_by_place.ts'
import type {
  CheckPluginRow,
  ConfigurationRows,
  HostRow,
  IntervalRow,
  PluginRow,
  RuleRow,
} from './rows.ts'

/** @returns the checks with what they run on every host of theirs, named itself or through a group */
export function assembleChecks(
  rows: ConfigurationRows,
  hostsOfGroups: Configuration['hostsOfGroups'],
  decrypt: (text: string) => string | null
): PlannedCheck[] {
  const hosts = new Map(rows.hosts.map((row) => [row.id, hostFrom(row, decrypt)]))
  const withoutAgent = new Set(rows.hosts.filter((row) => !row.has_agent).map((row) => row.id))
  const plugins = new Map(rows.plugins.map((row) => [row.id, pluginFrom(row)]))
  const membersOf = Map.groupBy(rows.members, (row) => row.check_id)
  const pluginsOf = Map.groupBy(rows.checkPlugins, (row) => row.check_id)
  const intervalsOf = Map.groupBy(rows.intervals, (row) => row.check_id)
  const limitsAt = limitsByPlace(rows.limits, hostsOfGroups)
  const ruleOf = rulesByPlace(rows.rules)

  return rows.checks.map((check) => {
    const runs = (pluginsOf.get(check.id) ?? []).flatMap((row) => {
      const plugin = plugins.get(row.plugin_id)
      const rule = ruleOf(row)
      return plugin && rule ? [{ plugin, rule, arguments: row.arguments }] : []
    })
    const own = (membersOf.get(check.id) ?? []).flatMap(({ host_id }) => hosts.get(host_id) ?? [])
    const assignments = own.flatMap((host) =>
      runs
        .filter((run) => !withoutAgent.has(host.id) || isForServer(run))
        .map((run): Assignment => {
          host.hasHeartbeat ||= run.plugin.identifier === HEARTBEAT
          const key = assignmentKey(host.id, check.id, run.plugin.id)
          return { key, host, check, ...run, ...limitsAt(run.plugin, check.id, host.id) }
        })
    )
    const intervals = (intervalsOf.get(check.id) ?? []).map(intervalFrom)
    return { id: check.id, intervals, assignments }
  })
}

/** An agent is needed for all other plugins. */
function isForServer({ plugin }: { plugin: PluginEntry }): boolean {
  return plugin.manifest.runs_on === 'server'
}

function hostFrom(row: HostRow, decrypt: (text: string) => string | null): HostEntry {
  return {
    id: row.id,
    name: row.name,
    address: row.address,
    port: row.port,
    key: row.encrypted_key === null ? null : decrypt(row.encrypted_key),
    certificatePem: row.certificate_pem,
    certificateCheck: row.certificate_check,
    hasHeartbeat: false,
    protocolVersion: row.protocol_version,
  }
}

function pluginFrom(row: PluginRow): PluginEntry {
  return {
    id: row.id,
    identifier: row.identifier,
    name: row.name,
    version: Number(row.version),
    versionId: row.version_id,
    digest: row.sha256,
    manifest: row.manifest,
    advice: row.advice,
  }
}

/** @returns the rule of the plugin, with what the check has of its own in place of it */
function rulesByPlace(rows: readonly RuleRow[]) {
  const rules = new Map(rows.map((row) => [`${row.plugin_id}:${row.check_id ?? ''}`, row]))
  return ({ plugin_id, check_id }: CheckPluginRow): Rule | undefined =>
    ruleFrom([rules.get(`${plugin_id}:${check_id}`), rules.get(`${plugin_id}:`)])
}

/** @param layers the most particular first. @returns a rule with another key whenever one of them changes */
function ruleFrom(layers: readonly (RuleRow | undefined)[]): Rule | undefined {
  const given = layers.filter((row) => row !== undefined)
  const code = given.find((row) => row.code !== null)?.code
  const historySize = given.find((row) => row.n_historical !== null)?.n_historical
  if (code === undefined || code === null || !historySize) return undefined
  return {
    key: given.map((row) => `${row.id}@${row.updated_at.getTime()}`).join('+'),
    code,
    historySize,
    readsOthers: /\bother\b/.test(code),
  }
}

function intervalFrom(row: IntervalRow) {
  return {
    startAt: row.start_at.getTime(),
    every: row.every,
    unit: row.unit,
    timeZone: row.time_zone,
    maximumLatenessMs: row.maximum_lateness_seconds * 1000,
  }
}
