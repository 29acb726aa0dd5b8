/**
 * How an attempt to run a plugin ended (thesis, Figure 4.6; the last three are ours). Only `plugin` carries data.
 * The position is the number stored in the database: add at the end, never reorder.
 */
export const RESULT_TYPES = [
  'plugin',
  'command_unsuccessful',
  'authentication_error',
  'request_error',
  'connection_error',
  'connection_timeout',
  'certificate_error',
  'signature_error',
  'plugin_timeout',
] as const

export type ResultType = (typeof RESULT_TYPES)[number]

/** The types that mean "the agent itself could not be reached", not "this plugin failed". */
export const UNREACHABLE_TYPES: readonly ResultType[] = [
  'authentication_error',
  'connection_error',
  'connection_timeout',
  'certificate_error',
]

/** A further named number beside the main value, for one instance (a disk, an array) or for the whole. */
export interface Metric {
  name: string
  value: number
  instance?: string
}

/** What a plugin returns. A result without a number and without a message is an error. */
export interface PluginResult {
  value: number | null
  message: string
  metrics: Metric[]
}

/** One finished attempt, as the core sees it. `message` says why when `type` is not `plugin`. */
export interface PluginAnswer extends PluginResult {
  type: ResultType
  durationMs: number
}

/** At most this many different instances are kept of one result. */
export const MAX_INSTANCES = 64
/** At most this many metrics are kept of one result. */
export const MAX_METRICS = 512
/** Longest message, in bytes of UTF-8. */
export const MAX_MESSAGE_BYTES = 4096
/** Longest name of a metric or instance, in characters. */
export const MAX_NAME_LENGTH = 200
