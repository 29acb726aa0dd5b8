import {
  MAX_INSTANCES,
  MAX_MESSAGE_BYTES,
  MAX_METRICS,
  MAX_NAME_LENGTH,
  type Metric,
  type PluginResult,
} from './result.ts'

/** What a plugin returned is no result. The message says what is wrong with it. */
export class ResultError extends Error {
  readonly code = 'E_RESULT'
}

/**
 * The result in `answer`, which a plugin (or an agent: hostile input) produced as JSON.
 * Too many metrics or instances and too long a message are cut to the caps of `result.ts`; anything of the
 * wrong kind is refused with a `ResultError`. Texts come back well-formed and without NUL.
 */
export function checkResult(answer: unknown): PluginResult {
  if (!isRecord(answer)) {
    throw new ResultError('The plugin must return an object with value, message and metrics.')
  }
  const value = valueOf(answer.value)
  const message = messageOf(answer.message)
  if (value === null && message === '') {
    throw new ResultError('The plugin returned neither a number nor a message.')
  }
  return { value, message, metrics: metricsOf(answer.metrics) }
}

/** `text` without NUL and lone surrogates, cut to `maxBytes` of UTF-8 at a whole character. */
export function cleanText(text: string, maxBytes = MAX_MESSAGE_BYTES): string {
  const clean = text
    .slice(0, maxBytes)
    .replaceAll('\0', '\u{FFFD}')
    .replace(/[\uD800-\uDFFF]/gu, '\u{FFFD}')
  const bytes = Buffer.from(clean)
  if (bytes.length <= maxBytes) return clean
  let end = maxBytes
  while ((bytes[end]! & 0xc0) === 0x80) end -= 1
  return bytes.toString('utf8', 0, end)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function valueOf(value: unknown): number | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'number' && Number.isFinite(value)) return value
  throw new ResultError(`The plugin's value must be a finite number, but it is ${shown(value)}.`)
}

function messageOf(message: unknown): string {
  if (message === null || message === undefined) return ''
  if (typeof message === 'string') return cleanText(message)
  throw new ResultError(`The plugin's message must be a text, but it is ${shown(message)}.`)
}

function metricsOf(metrics: unknown): Metric[] {
  if (metrics === null || metrics === undefined) return []
  if (!Array.isArray(metrics)) {
    throw new ResultError(`The plugin's metrics must be a list, but they are ${shown(metrics)}.`)
  }
  const instances = new Set<string>()
  const seen = new Set<string>()
  return metrics
    .slice(0, MAX_METRICS)
    .map(metricOf)
    .filter((metric) => {
      const key = JSON.stringify([metric.name, metric.instance])
      if (seen.has(key)) throw new ResultError(`The plugin gave ${shownMetric(metric)} twice.`)
      seen.add(key)
      if (metric.instance === undefined || instances.has(metric.instance)) return true
      return instances.size < MAX_INSTANCES && instances.add(metric.instance)
    })
}

function metricOf(metric: unknown): Metric {
  if (!isRecord(metric)) throw new ResultError(`A metric must be an object, not ${shown(metric)}.`)
  const name = nameOf(metric.name, 'The name of a metric')
  const { value } = metric
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    throw new ResultError(`The metric "${name}" must be a finite number, not ${shown(value)}.`)
  }
  if (metric.instance === null || metric.instance === undefined) return { name, value }
  return { name, value, instance: nameOf(metric.instance, `The instance of metric "${name}"`) }
}

function nameOf(name: unknown, what: string): string {
  if (typeof name === 'string' && name !== '' && name.length <= MAX_NAME_LENGTH) {
    return cleanText(name)
  }
  throw new ResultError(`${what} must be a text of 1 to ${MAX_NAME_LENGTH} characters.`)
}

function shown(value: unknown): string {
  if (value === undefined) return 'missing'
  return (JSON.stringify(value) ?? String(value)).slice(0, 60)
}

function shownMetric(metric: Metric): string {
  const of = metric.instance === undefined ? '' : ` of "${metric.instance}"`
  return `the metric "${metric.name}"${of}`
}
