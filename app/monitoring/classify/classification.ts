import type { Metric, ResultType } from '../../../agent/protocol/result.ts'
import type { State } from '../states.ts'

/** A limit or an argument, as it was configured. */
export type Setting = string | number | boolean

/** One stored result, as a rule sees it. `at` is the slot, in seconds since 1970. */
export interface HistoryPoint {
  at: number
  value: number | null
  message: string
  type: ResultType
  metrics: Metric[]
}

/** A history that is kept by the classifier. */
export interface HistoryRef {
  /** Of its assignment. */
  key: string
  /** How many points the rule looks at. */
  size: number
}

export interface Remembered {
  own: HistoryRef
  /** By plugin id, for rules that read others. */
  others: Record<string, HistoryRef>
}

/** What is the same for all results of an assignment, until the configuration changes. */
export interface RuleSetup {
  /** `key` changes with the code: compiled rules and suspensions are kept by it. */
  rule: { key: string; code: string }
  plugin: string
  limits: Record<string, Setting>
  /** Limits that differ, per instance. */
  instanceLimits: Record<string, Record<string, Setting>>
  arguments: Record<string, unknown>
  host: { id: number | string; name: string; address: string }
  check: { id: number | string; name: string }
}

/** Everything one run of a rule may depend on: the same request gives the same verdict, today and at replay. */
export interface ClassifyRequest {
  setup: RuleSetup
  /** Oldest first; the last one is being judged. With `remembered`, only that one. */
  points: HistoryPoint[]
  /** What the classifier remembers from before, so that it need not travel each time. */
  remembered?: Remembered
  /** The slot being judged, in seconds since 1970. */
  now: number
  previousState: State
  previousStates: Record<string, State>
  /** Histories of other plugins on the same host, by plugin id. */
  others: Record<string, HistoryPoint[]>
}

export type FaultKind = 'syntax' | 'error' | 'too_long' | 'memory' | 'nonsense' | 'suspended'

/** Why a rule gave no state of its own. `message` is a whole sentence, `line` one of the rule's lines. */
export interface Fault {
  kind: FaultKind
  message: string
  line?: number
}

export interface Judgement {
  state: State
  why: string
}

/** What became of one result. With a fault the state is `unknown` and `why` says the fault's sentence. */
export interface Verdict extends Judgement {
  instances: Record<string, Judgement>
  fault?: Fault
}

/** @returns the verdict of a rule that failed */
export function faultyVerdict(fault: Fault): Verdict {
  return { state: 'unknown', why: fault.message, instances: {}, fault }
}
