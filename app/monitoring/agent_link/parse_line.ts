import {
  MAX_INSTANCES,
  MAX_MESSAGE_BYTES,
  MAX_METRICS,
  MAX_NAME_LENGTH,
  type Metric,
  type PluginAnswer,
} from '../../../agent/protocol/result.ts'
import { isNumber, isRecord, isText, parseStrictly } from './strict_json.ts'

/** What one line of a `/v2/run` answer means. `run` is the place in the list that was asked for. */
export type ParsedLine =
  | { run: number; outcome: 'update-required' }
  | { run: number; outcome: 'answer'; answer: PluginAnswer }
  | { outcome: 'refused'; run: number | null; reason: string }

const TYPES = ['plugin', 'command_unsuccessful', 'signature_error', 'plugin_timeout'] as const

/**
 * Reads one line of an agent's answer. Whatever an agent sends is hostile until proven otherwise: nothing is taken
 * over that is not of the exact shape.
 */
export function parseLine(text: string): ParsedLine {
  const line = parseStrictly(text)
  if (typeof line === 'string') return refused(null, line)
  const run = line.run
  if (typeof run !== 'number' || !Number.isInteger(run) || run < 0)
    return refused(null, 'its run is not a whole number')
  if (line.type === 'update-required') return { run, outcome: 'update-required' }

  const type = TYPES.find((each) => each === line.type)
  if (!type) return refused(run, 'its type is unknown')
  const said = parseSaid(line.value, line.message)
  if (typeof said === 'string') return refused(run, said)
  const metrics = parseMetrics(line.metrics)
  if (typeof metrics === 'string') return refused(run, metrics)
  const durationMs = isNumber(line.duration_ms)
    ? Math.min(Math.max(0, Math.round(line.duration_ms)), 2 ** 31 - 1)
    : 0
  if (type === 'plugin' && isEmpty(said) && metrics.length === 0) return refused(run, SAYS_NOTHING)
  return { run, outcome: 'answer', answer: { type, ...said, metrics, durationMs } }
}

/** Number and message of an answer, in both versions of the protocol. */
export interface Said {
  value: number | null
  message: string
}

export const SAYS_NOTHING = 'it has neither a number nor a message'

/** @returns both as they may be stored, or in words what is wrong with them */
export function parseSaid(value: unknown, message: unknown): Said | string {
  if (value !== null && !isNumber(value)) return 'its value is neither a number nor null'
  if (!isText(message, MAX_MESSAGE_BYTES))
    return `its message is not a text of at most ${MAX_MESSAGE_BYTES} bytes`
  return { value, message }
}

/** @returns whether it tells nothing at all */
export function isEmpty({ value, message }: Said): boolean {
  return value === null && message === ''
}

function refused(run: number | null, reason: string): ParsedLine {
  return { outcome: 'refused', run, reason }
}

/** @returns the metrics, or what is wrong with them */
function parseMetrics(input: unknown): Metric[] | string {
  if (input === undefined) return []
  if (!Array.isArray(input)) return 'its metrics are not a list'
  if (input.length > MAX_METRICS) return `it has more than ${MAX_METRICS} metrics`
  const metrics: Metric[] = []
  for (const entry of input as unknown[]) {
    const metric = parseMetric(entry)
    if (metric === null) return 'one of its metrics is not of the form {name, value, instance}'
    metrics.push(metric)
  }
  metrics.sort(byName)
  let instances = 0
  for (const [place, { instance, name }] of metrics.entries()) {
    const before = metrics[place - 1]
    if (instance !== before?.instance) instances++
    else if (name === before?.name) return 'it gives the same metric twice'
  }
  return instances > MAX_INSTANCES ? `it has more than ${MAX_INSTANCES} instances` : metrics
}

/** In the order in which they are read back, so that a rule sees the same today and at a replay. */
export function byName(one: Metric, other: Metric): number {
  const [a, b] = [one.instance ?? '', other.instance ?? '']
  if (a !== b) return a < b ? -1 : 1
  return one.name < other.name ? -1 : 1
}

function parseMetric(entry: unknown): Metric | null {
  if (!isRecord(entry)) return null
  const { name, value, instance } = entry
  if (!isName(name) || !isNumber(value)) return null
  if (instance === undefined || instance === '') return { name, value }
  return isName(instance) ? { name, value, instance } : null
}

function isName(input: unknown): input is string {
  return isText(input, MAX_NAME_LENGTH * 4) && input.length > 0 && input.length <= MAX_NAME_LENGTH
}
