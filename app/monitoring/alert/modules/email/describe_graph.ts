import { bytes, duration, number, percent } from '../../../../plugins/format.ts'
import { STATES } from '../../../states.ts'
import type { MeasuredLimit, MeasuredSeries } from '../module.ts'
import { type GraphWindow, graphWindow } from './graph_window.ts'
import { momentInWords, shortMoment } from '../time_in_words.ts'

/** The graph and everything about it that is written. */
export interface GraphText {
  window: GraphWindow
  limits: MeasuredLimit[]
  /** Above the picture: what it shows, with its range. */
  caption: string
  /** In place of the picture. */
  alt: string
  /** Below its left and right edge. */
  start: string
  end: string
}

/**
 * @param endIso the moment of the message
 * @returns undefined when there is nothing to draw
 */
export function describeGraph(
  series: MeasuredSeries,
  endIso: string,
  timeZone: string
): GraphText | undefined {
  const window = graphWindow(series, endIso)
  if (!window) return undefined
  const value = (shown: number) => valueInWords(shown, series.unit)
  const startIso = new Date(window.fromSeconds * 1000).toISOString()
  const long = duration(Math.max(60, window.toSeconds - window.fromSeconds))
  const [low, high] = [value(window.lowest), value(window.highest)]
  return {
    window,
    limits: series.limits.filter(isDrawable),
    caption: `The last ${long}, ${series.label}: lowest ${low}, highest ${high}.`,
    alt: `Graph: ${value(window.first)} on ${momentInWords(startIso, timeZone, endIso)}, then ${value(window.last)} at the end.`,
    start: shortMoment(startIso, timeZone),
    end: shortMoment(endIso, timeZone),
  }
}

function valueInWords(value: number, unit: string): string {
  if (unit === '%') return percent(value)
  if (unit === 'bytes') return bytes(value)
  return unit ? `${number(value)} ${unit}` : number(value)
}

function isDrawable(limit: MeasuredLimit): boolean {
  return Number.isFinite(limit.value) && STATES.includes(limit.state)
}
