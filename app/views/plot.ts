import type { GraphLine } from '../queries/graph_points.ts'
import type { Band } from './threshold_bands.ts'
import { stateClass } from './signs.ts'

/** A graph as the template draws it: percentages of the plot, and paths in a box of 1000 by 100. */
export interface Plot {
  line: string
  area: string
  /** `wordY` is the line the words of the band stand on. */
  bands: { css: string; y: number; height: number; words: string; wordY: number }[]
  last: { x: number; y: number } | null
  low: number
  high: number
  step: number
}

/** Values a graph spans, so that the line and the limits it nears are both seen. */
export interface Range {
  low: number
  high: number
  /** Between two lines of the grid: 1, 2 or 5 times a power of ten. */
  step: number
}

const MOST_STEPS = 5
/** In percent of the large graph, the only one with words in it. */
const WORD_HEIGHT = 7.5
/** A band of this height has room for its words. */
const ROOMY = 10

/** @returns the range of values a graph shows, from one round number to another */
export function valueRange(line: GraphLine, bands: Band[], unit: string): Range {
  const values = line.points.map((point) => point.mean)
  if (values.length === 0) return roundRange(0, unit === '%' ? 100 : 1)
  // Of what is counted there is no half.
  const leastStep = values.every(Number.isInteger) ? 1 : 0
  const lowest = Math.min(...values)
  const highest = Math.max(...values)
  const nearest = bands[0]?.from ?? Infinity
  if (unit === '%') {
    const bottom = Math.min(lowest, nearest)
    return roundRange(bottom > 50 ? bottom - 2 : 0, Math.max(100, highest))
  }
  const top = nearest <= highest * 6 ? Math.max(highest, nearest * 1.1) : highest
  return roundRange(Math.min(0, lowest), top > 0 ? top * 1.05 : 1, leastStep)
}

function roundRange(low: number, high: number, leastStep = 0): Range {
  const least = Math.max((high - low) / MOST_STEPS, leastStep)
  const power = 10 ** Math.floor(Math.log10(least))
  const step = ([1, 2, 5].find((factor) => factor * power >= least * 0.999) ?? 10) * power
  return { low: Math.floor(low / step) * step, high: Math.ceil(high / step) * step, step }
}

/** @returns the drawing of a line between two moments, with the bands it may run into */
export function drawPlot(
  line: GraphLine,
  bands: Band[],
  unit: string,
  window: { from: Date; to: Date }
): Plot {
  const range = valueRange(line, bands, unit)
  const x = (at: Date) =>
    ((at.getTime() - window.from.getTime()) / (window.to.getTime() - window.from.getTime())) * 1000
  const y = (value: number) => 100 - ((value - range.low) / (range.high - range.low)) * 100
  const stretches = unbroken(line).map((points) =>
    points.map((point) => `${round(x(point.at))} ${round(y(point.mean))}`)
  )
  const last = line.points.at(-1)
  return {
    line: stretches.map((places) => `M${places.join('L')}`).join(''),
    area: bands.length > 0 ? '' : stretches.map(areaUnder).join(''),
    bands: apart(
      bands.filter((band) => band.from < range.high).map((band) => drawBand(band, range))
    ),
    last: last ? { x: round(x(last.at) / 10), y: round(y(last.mean)) } : null,
    ...range,
  }
}

/** @returns the points in stretches between which nothing was measured */
export function unbroken(line: GraphLine): GraphLine['points'][] {
  const stretches: GraphLine['points'][] = []
  let before = -Infinity
  for (const point of line.points) {
    const isGap = point.at.getTime() - before > line.stepSeconds * 2500
    if (isGap) stretches.push([])
    stretches.at(-1)!.push(point)
    before = point.at.getTime()
  }
  return stretches
}

function areaUnder(places: string[]): string {
  const start = places[0].split(' ')[0]
  const end = places.at(-1)!.split(' ')[0]
  return `M${start} 100L${places.join('L')}L${end} 100z`
}

function drawBand(band: Band, { low, high }: Range): Plot['bands'][number] {
  const top = band.to === null ? high : Math.min(band.to, high)
  const share = (value: number) => ((Math.max(value, low) - low) / (high - low)) * 100
  const y = round(100 - share(top))
  const height = round(share(top) - share(band.from))
  const wordY = height >= ROOMY ? y + WORD_HEIGHT : y + height - WORD_HEIGHT / 3
  return { css: stateClass(band.state), y, height, words: band.words, wordY }
}

/** Words of thin bands would lie upon each other: those that find no room above their limit stand below it. */
function apart(bands: Plot['bands']): Plot['bands'] {
  let lowest = -Infinity
  for (const band of bands.toSorted((one, other) => one.y - other.y)) {
    const next = lowest + WORD_HEIGHT
    const below = band.y + band.height + WORD_HEIGHT * 0.8
    band.wordY = round(band.wordY >= next ? band.wordY : Math.max(below, next))
    lowest = band.wordY
  }
  return bands
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
