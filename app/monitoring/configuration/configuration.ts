import type { ArgumentValue } from '../../../agent/protocol/run.ts'
import type { LimitDeclaration, Manifest } from '../../../agent/protocol/manifest.ts'
import type { Advice } from '../../plugins/advice.ts'
import type { State } from '../states.ts'
import type { Interval } from '../schedule/grid.ts'

export type LimitValue = LimitDeclaration['default']

/** A machine as the core has to know it. */
export interface HostEntry {
  id: number
  name: string
  address: string
  port: number
  key: string | null
  certificatePem: string | null
  certificateCheck: 'pinned' | 'chain' | 'none'
  /** What it spoke when it was last asked; null when it never was. The link knows better while it runs. */
  protocolVersion: 1 | 2 | null
}

/** The package of a plugin that agents should have. */
export interface PluginEntry {
  id: number
  identifier: string
  name: string
  version: number
  versionId: number
  digest: string
  manifest: Manifest
  advice: Advice
}

/** The rule that judges a plugin's results in one check. `key` changes with the code. */
export interface Rule {
  key: string
  code: string
  historySize: number
}

/** One plugin on one host because of one check: what is run, judged and remembered together. */
export interface Assignment {
  /** `host:check:plugin`, the identity in memory. */
  key: string
  host: HostEntry
  check: { id: number; name: string }
  plugin: PluginEntry
  arguments: Record<string, ArgumentValue>
  rule: Rule
  limits: Record<string, LimitValue>
  instanceLimits: Record<string, Record<string, LimitValue>>
}

/** A check with the moments it is due and what it runs then. */
export interface PlannedCheck {
  id: number
  intervals: Interval[]
  maximumLatenessMs: number
  assignments: Assignment[]
}

/** Who is told about which changes. Empty lists restrict nothing. */
export interface AlertEntry {
  id: number
  name: string
  module: string
  encryptedOptions: string
  from: ReadonlySet<State>
  to: ReadonlySet<State>
  hostIds: ReadonlySet<number> | null
  checkIds: ReadonlySet<number>
  pluginIds: ReadonlySet<number>
}

/** Everything people have set, at one revision. Never changed, only replaced. */
export interface Configuration {
  revision: number
  checks: PlannedCheck[]
  assignments: ReadonlyMap<string, Assignment>
  alerts: AlertEntry[]
}

/** @returns the identity of an assignment */
export function assignmentKey(hostId: number, checkId: number, pluginId: number): string {
  return `${hostId}:${checkId}:${pluginId}`
}
