import { RESULT_TYPES } from '../../../agent/protocol/result.ts'
import type { HistoryPoint } from './classification.ts'

/**
 * A history on its way to a classifier process: by columns, names and messages once. As a list of objects most of what
 * travels, and most of the time, would be the same property names again and again.
 */
export interface PackedHistory {
  at: number[]
  values: (number | null)[]
  /** Positions in RESULT_TYPES; absent when all are `plugin`. */
  types?: number[]
  texts: string[]
  /** Positions in `texts`, of each point's message. */
  messages: number[]
  metrics: PackedMetric[]
}

/** Name, instance (null: none), then by point the number, or null where the result lacked it. */
type PackedMetric = [string, string | null, (number | null)[]]

export function packHistory(points: HistoryPoint[]): PackedHistory {
  const texts = new Map<string, number>()
  const messages = points.map(({ message }) => {
    const known = texts.get(message)
    if (known === undefined) texts.set(message, texts.size)
    return known ?? texts.size - 1
  })
  const packed: PackedHistory = {
    at: points.map(({ at }) => at),
    values: points.map(({ value }) => value),
    texts: [...texts.keys()],
    messages,
    metrics: packMetrics(points),
  }
  if (points.some(({ type }) => type !== 'plugin')) {
    packed.types = points.map(({ type }) => RESULT_TYPES.indexOf(type))
  }
  return packed
}

/** @returns the points; of two metrics with the same name and instance in one result, the first */
export function unpackHistory(packed: PackedHistory): HistoryPoint[] {
  const points = packed.at.map<HistoryPoint>((at, index) => ({
    at,
    value: packed.values[index],
    message: packed.texts[packed.messages[index]],
    type: RESULT_TYPES[packed.types?.[index] ?? 0],
    metrics: [],
  }))
  for (const [name, instance, numbers] of packed.metrics) {
    for (const [index, value] of numbers.entries()) {
      if (value === null) continue
      const metric = instance === null ? { name, value } : { name, value, instance }
      points[index].metrics.push(metric)
    }
  }
  return points
}

function packMetrics(points: HistoryPoint[]): PackedMetric[] {
  const packed: PackedMetric[] = []
  const columns = new Map<string | undefined, Map<string, (number | null)[]>>()
  for (let index = 0; index < points.length; index++) {
    for (const { name, instance, value } of points[index].metrics) {
      let ofInstance = columns.get(instance)
      if (!ofInstance) columns.set(instance, (ofInstance = new Map()))
      let column = ofInstance.get(name)
      if (!column) {
        column = []
        ofInstance.set(name, column)
        packed.push([name, instance ?? null, column])
      }
      while (column.length < index) column.push(null)
      if (column.length === index) column.push(value)
    }
  }
  return packed
}
