import type { HistoryPoint } from '../classification.ts'

/** Metric → its numbers, by the index of the point; holes where a result lacked it. */
export type MetricColumns = Map<string, number[]>

/** Instance → its metrics; `undefined` stands for metrics without an instance. */
export type Columns = Map<string | undefined, MetricColumns>

/** Sorts the metrics of a history into columns in one pass. The first of two metrics of the same name counts. */
export function metricColumns(points: HistoryPoint[]): Columns {
  const columns: Columns = new Map()
  for (const [index, { metrics }] of points.entries()) {
    for (const { name, instance, value } of metrics) {
      let ofInstance = columns.get(instance)
      if (!ofInstance) columns.set(instance, (ofInstance = new Map()))
      let column = ofInstance.get(name)
      if (!column) ofInstance.set(name, (column = []))
      column[index] ??= value
    }
  }
  return columns
}
