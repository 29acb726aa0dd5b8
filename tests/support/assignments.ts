import type { Manifest } from '../../agent/protocol/manifest.ts'
import type { PluginAnswer } from '../../agent/protocol/result.ts'
import type { Verdict } from '../../app/monitoring/classify/classification.ts'
import {
  assignmentKey,
  type AlertEntry,
  type Assignment,
  type Configuration,
  type HostEntry,
  type PlannedCheck,
  type PluginEntry,
} from '../../app/monitoring/configuration/configuration.ts'
import type { Outcome } from '../../app/monitoring/dispatch/outcome.ts'
import type { JudgedResult } from '../../app/monitoring/health/standings_after.ts'
import type { Interval } from '../../app/monitoring/schedule/grid.ts'
import { STATES, type State } from '../../app/monitoring/states.ts'

/** What people have set, without a database: machines, plugins and checks by number. */
export function hostEntry(id = 1): HostEntry {
  return {
    ...{ id, name: `host-${id}`, address: `192.0.2.${id}`, port: 4048, key: 'key' },
    ...{ certificatePem: null, certificateCheck: 'pinned', hasHeartbeat: true, protocolVersion: 2 },
  }
}

export function manifest(identifier: string): Manifest {
  return {
    ...{ id: identifier, name: identifier, description: '', version: 1, default_n_historical: 3 },
    ...{ default_classifier: 'classifier.lua', view: 'value_graph', runtime: 'node' },
    ...{ runs_on: 'agent', value_label: 'value', value_unit: '', arguments: [], metrics: [] },
    ...{ limits: [], timeout_seconds: 10, platforms: [], needs: {} },
  } as Manifest
}

export function pluginEntry(id = 1, identifier = `plugin-${id}`): PluginEntry {
  return {
    ...{ id, identifier, name: identifier, version: 1, versionId: id, digest: identifier },
    ...{ manifest: manifest(identifier), advice: {} },
  }
}

interface Numbers {
  host?: number
  check?: number
  plugin?: number
  identifier?: string
  historySize?: number
}

/** A new object on every call, as after every change of the configuration. */
export function assignment(numbers: Numbers = {}): Assignment {
  const { host = 1, check = 1, plugin = 1, identifier, historySize = 3 } = numbers
  return {
    key: assignmentKey(host, check, plugin),
    host: hostEntry(host),
    check: { id: check, name: `check-${check}` },
    plugin: pluginEntry(plugin, identifier),
    arguments: {},
    rule: { key: 'rule', code: 'return "ok"', historySize, readsOthers: false },
    ...{ limits: {}, instanceLimits: {} },
  }
}

export function every(
  count: number,
  unit: Interval['unit'],
  startAt: string | number,
  timeZone = 'UTC'
): Interval {
  const start = typeof startAt === 'string' ? Date.parse(startAt) : startAt
  return { startAt: start, every: count, unit, timeZone, maximumLatenessMs: 60_000 }
}

export function plannedCheck(
  intervals: Interval[],
  assignments: Assignment[],
  maximumLatenessMs = 60_000
): PlannedCheck {
  const patient = intervals.map((interval) => ({ ...interval, maximumLatenessMs }))
  return { id: assignments[0]?.check.id ?? 1, intervals: patient, assignments }
}

export function configuration(checks: PlannedCheck[], alerts: AlertEntry[] = []): Configuration {
  const all = checks.flatMap((check) => check.assignments)
  return {
    ...{ revision: 1, checks, alerts },
    ...{ hostsOfGroups: new Map(), services: new Map() },
    assignments: new Map(all.map((each) => [each.key, each])),
  }
}

export function answer(changes: Partial<PluginAnswer> = {}): PluginAnswer {
  return { type: 'plugin', value: 1, message: '', metrics: [], durationMs: 5, ...changes }
}

export function outcome(
  of: Assignment,
  slot: number,
  changes: Partial<PluginAnswer> = {}
): Outcome {
  return { assignment: of, slot, answer: answer(changes) }
}

/** @param instances state by name */
export function verdict(state: State, why = '', instances: Record<string, State> = {}): Verdict {
  const each = Object.entries(instances).map(([name, its]) => [name, { state: its, why: '' }])
  return { state, why, instances: Object.fromEntries(each) }
}

export function judged(outcomeOfRun: Outcome, said: State | Verdict): JudgedResult {
  return {
    outcome: outcomeOfRun,
    verdict: typeof said === 'string' ? verdict(said) : said,
  }
}

/** By default it tells of every change on every host. */
export function alertEntry(changes: Partial<AlertEntry> = {}): AlertEntry {
  return {
    ...{ id: 1, name: 'alert', module: 'email', encryptedOptions: '{}' },
    ...{ from: new Set(STATES), to: new Set(STATES), hostIds: null, serviceIds: null },
    ...{ checkIds: new Set<number>(), pluginIds: new Set<number>(), ...changes },
  }
}
