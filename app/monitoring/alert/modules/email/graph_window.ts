import type { MeasuredSeries } from '../module.ts'

const DAY_SECONDS = 24 * 60 * 60

/** The part of a series that the mail shows. */
export interface GraphWindow {
  fromSeconds: number
  toSeconds: number
  /** Measured values without a gap between them, oldest first; never empty. */
  runs: [epochSeconds: number, value: number][][]
  values: number[]
  first: number
  last: number
  lowest: number
  highest: number
}

/**
 * Cuts the last 24 hours out of a series, or what there is of them.
 * @param endIso the moment of the message
 * @returns undefined with fewer than two values: that is no graph
 */
export function graphWindow(series: MeasuredSeries, endIso: string): GraphWindow | undefined {
  const toSeconds = Date.parse(endIso) / 1000
  const points = series.points.filter(([at]) => at >= toSeconds - DAY_SECONDS && at <= toSeconds)
  const runs = runsOf(points)
  const measured = runs.flat()
  const values = measured.map(([, value]) => value)
  if (values.length < 2) return undefined
  return {
    fromSeconds: measured[0][0],
    toSeconds,
    runs,
    values,
    first: values[0],
    last: values[values.length - 1],
    lowest: values.reduce((a, b) => Math.min(a, b)),
    highest: values.reduce((a, b) => Math.max(a, b)),
  }
}

function runsOf(points: MeasuredSeries['points']): GraphWindow['runs'] {
  const runs: GraphWindow['runs'] = [[]]
  for (const [at, value] of points) {
    if (value === null || !Number.isFinite(value)) runs.push([])
    else runs[runs.length - 1].push([at, value])
  }
  return runs.filter((run) => run.length > 0)
}
