import type { GraphRange } from './graph_range.ts'
import type { GraphView } from './graph_view.ts'
import { unbroken } from './plot.ts'

/** What the chart in the browser draws. */
export interface ChartData {
  label: string
  unit: string
  /** Milliseconds since 1970. */
  from: number
  to: number
  low: number
  high: number
  step: number
  /** Milliseconds since 1970 and value; null where a stretch without results begins. */
  points: [number, number | null][]
  bands: { state: string; from: number; to: number; words: string }[]
}

/** @returns a graph as JSON for the chart */
export function chartData(
  { label, unit, line, plot, bands }: GraphView,
  range: GraphRange
): ChartData {
  const points: ChartData['points'] = []
  for (const stretch of unbroken(line)) {
    if (points.length > 0) points.push([points.at(-1)![0] + line.stepSeconds * 1000, null])
    for (const point of stretch) points.push([point.at.getTime(), rounded(point.mean)])
  }
  return {
    ...{ label, unit, points, low: plot.low, high: plot.high, step: plot.step },
    from: range.from.getTime(),
    to: range.to.getTime(),
    bands: bands
      .filter((band) => band.from < plot.high)
      .map(({ state, from, to, words }) => ({ state, from, words, to: to ?? plot.high })),
  }
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100
}
