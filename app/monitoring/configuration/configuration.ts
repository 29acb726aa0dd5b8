import type { ArgumentValue } from '../../../agent/protocol/run.ts'
import type { LimitDeclaration, Manifest } from '../../../agent/protocol/manifest.ts'
import type { Advice } from '../../plugins/advice.ts'
import type { State } from '../states.ts'
import type { Interval } from '../schedule/grid.ts'

/** The plugin whose answer is that the machine is there. */
export const HEARTBEAT = 'heartbeat'

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
  /** Whether heartbeat is watched there: it then tells alone that the machine cannot be reached. */
  hasHeartbeat: boolean
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
  /** Whether it looks at what other plugins on the same host have answered. */
  readsOthers: boolean
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

/** A check with the moments it is due and what it runs then. Without intervals it runs only when asked to. */
export interface PlannedCheck {
  id: number
  intervals: Interval[]
  assignments: Assignment[]
}

/** A part of a service: a host, all hosts of a group, or another service. */
export type Part = { host: number } | { group: number } | { service: number }

/** Of its members, at least so many are needed. */
export interface RedundancyGroup {
  atLeast: number
  members: Exclude<Part, { service: number }>[]
}

/** What people use, with what it needs: all dependencies, and enough of each redundancy group. */
export interface ServiceEntry {
  id: number
  name: string
  dependencies: Part[]
  redundancyGroups: RedundancyGroup[]
}

/** Who is told about which changes. */
export interface AlertEntry {
  id: number
  name: string
  module: string
  encryptedOptions: string
  from: ReadonlySet<State>
  to: ReadonlySet<State>
  /** The hosts it is for, those of chosen groups among them; null for all. */
  hostIds: ReadonlySet<number> | null
  /** The services it is for; null for all. */
  serviceIds: ReadonlySet<number> | null
  /** Both empty: it is not restricted. */
  checkIds: ReadonlySet<number>
  pluginIds: ReadonlySet<number>
}

/** Everything people have set, at one revision. Never changed, only replaced. What is paused is left out. */
export interface Configuration {
  revision: number
  checks: PlannedCheck[]
  assignments: ReadonlyMap<string, Assignment>
  /** By group, its hosts and those of the groups in it. */
  hostsOfGroups: ReadonlyMap<number, ReadonlySet<number>>
  services: ReadonlyMap<number, ServiceEntry>
  alerts: AlertEntry[]
}

/** @returns the identity of an assignment */
export function assignmentKey(hostId: number, checkId: number, pluginId: number): string {
  return `${hostId}:${checkId}:${pluginId}`
}
