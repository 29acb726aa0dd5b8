import type { PluginAnswer } from '../../../agent/protocol/result.ts'
import type { PluginEntry } from '../configuration/configuration.ts'
import { bytes, duration, number, percent } from '../../plugins/format.ts'

/** The number that stands for a plugin, or for one of its instances. */
export interface Measure {
  /** Empty for the main value. */
  metric: string
  label: string
  unit: string
}

/**
 * @returns the main value of the whole; for an instance the first metric the manifest declares per instance, in the
 *   unit of the main value if there is one
 */
export function measureOf({ manifest }: Pick<PluginEntry, 'manifest'>, instance: string): Measure {
  const own = instance === '' ? [] : manifest.metrics.filter((metric) => metric.per_instance)
  const declared = own.find((metric) => metric.unit === manifest.value_unit) ?? own[0]
  if (declared) return { metric: declared.name, label: declared.label, unit: declared.unit }
  return { metric: '', label: manifest.value_label, unit: manifest.value_unit }
}

/** @returns the metrics of one instance, or those of the whole, by name */
export function metricsOf(answer: PluginAnswer, instance: string): Record<string, number> {
  const own = answer.metrics.filter((metric) => (metric.instance ?? '') === instance)
  return Object.fromEntries(own.map((metric) => [metric.name, metric.value]))
}

/** @returns a number with its unit, in the words of the pages: "96 %", "6.2 GB" */
export function inWords(value: number | null | undefined, unit: string): string {
  if (value === null || value === undefined) return ''
  if (unit === '%') return percent(value)
  if (unit === 'bytes') return bytes(value)
  if (unit === 'seconds') return duration(value)
  return unit === '' ? number(value) : `${number(value)} ${unit}`
}
