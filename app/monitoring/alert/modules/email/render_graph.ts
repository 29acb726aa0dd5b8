import { severityOf, type State } from '../../../states.ts'
import type { MeasuredLimit } from '../module.ts'
import { ACCENT, LINE, STATE_COLOURS } from './palette.ts'
import { type Point, Raster } from './raster.ts'
import type { GraphWindow } from './graph_window.ts'

/** The size the mail shows; the picture has twice as many pixels, for sharp screens. */
export const GRAPH_WIDTH = 552
export const GRAPH_HEIGHT = 180
const SCALE = 2
const [WIDTH, HEIGHT] = [GRAPH_WIDTH * SCALE, GRAPH_HEIGHT * SCALE]
const RIGHT_MARGIN = 16 * SCALE
/** Part of the range left free above and below, so that a band beyond the outermost limit is seen. */
const HEADROOM = 0.16

/**
 * Draws the measured line over bands in the colour of the state that each limit stands for.
 * It has no letters: the mail writes labels as text, which can be read with pictures off.
 * @param state the state the last value led to
 * @returns a PNG file of 1104 × 360 pixels
 */
export function renderGraph(window: GraphWindow, limits: MeasuredLimit[], state: State): Buffer {
  const raster = new Raster(WIDTH, HEIGHT, '#ffffff')
  const yOf = scaleOf([...window.values, ...limits.map((limit) => limit.value)])
  for (const band of bandsOf(limits, window.last, state)) {
    raster.fillRows(yOf(band.top), yOf(band.bottom), STATE_COLOURS[band.state].wash)
  }
  for (const limit of limits) {
    raster.fillRows(yOf(limit.value) - 1.5, yOf(limit.value) + 1.5, STATE_COLOURS[limit.state].mark)
  }
  raster.fillRows(HEIGHT - 2, HEIGHT, LINE)
  drawMeasured(raster, window, yOf)
  return raster.toPng()
}

/** Colours nest: a worse band lies over a milder one, from its limit to the edge of the picture. */
function bandsOf(limits: MeasuredLimit[], last: number, state: State) {
  const above = badSide(limits, last, state) === 'above'
  return limits
    .toSorted((one, other) => severityOf(one.state) - severityOf(other.state))
    .map((limit) => {
      const upwards = limit.badSide ? limit.badSide === 'above' : above
      const [top, bottom] = upwards ? [Infinity, limit.value] : [limit.value, -Infinity]
      return { top, bottom, state: limit.state }
    })
}

/** Worse limits lie further out. With one limit, the last value and what it led to tell the side. */
function badSide(limits: MeasuredLimit[], last: number, state: State): 'above' | 'below' {
  const [mild, ...worse] = limits.toSorted((a, b) => severityOf(a.state) - severityOf(b.state))
  const worst = worse.at(-1)
  if (worst && worst.value !== mild.value) return worst.value > mild.value ? 'above' : 'below'
  const passed = mild && severityOf(state) >= severityOf(mild.state)
  return mild && (passed ? last < mild.value : last > mild.value) ? 'below' : 'above'
}

/** @returns the row of a value; infinite values lie outside the picture */
function scaleOf(values: number[]): (value: number) => number {
  const low = values.reduce((a, b) => Math.min(a, b))
  const high = values.reduce((a, b) => Math.max(a, b))
  const range = high - low || Math.abs(high) || 1
  const bottom = low >= 0 ? Math.max(0, low - HEADROOM * range) : low - HEADROOM * range
  const top = high + HEADROOM * range
  return (value) => ((top - value) / (top - bottom)) * HEIGHT
}

function drawMeasured(raster: Raster, window: GraphWindow, yOf: (value: number) => number): void {
  const seconds = window.toSeconds - window.fromSeconds || 1
  const xOf = (at: number) => ((at - window.fromSeconds) / seconds) * (WIDTH - RIGHT_MARGIN)
  const lines = window.runs.map((run) =>
    thinned(run.map(([at, value]): Point => [xOf(at), yOf(value)]))
  )
  raster.strokeLines(lines, 3 * SCALE, ACCENT)
  const end = lines.at(-1)?.at(-1)
  if (!end) return
  raster.fillDisc(end, 8 * SCALE, ACCENT)
  raster.fillDisc(end, 5 * SCALE, '#ffffff')
}

/** Keeps the highest and lowest point of each column of pixels: more cannot be seen. */
function thinned(line: Point[]): Point[] {
  if (line.length <= WIDTH) return line
  const columns = Map.groupBy(line, ([x]) => Math.floor(x))
  return [...columns.values()].flatMap((points) => {
    const sorted = points.toSorted((a, b) => a[1] - b[1])
    return points.filter((point) => point === sorted[0] || point === sorted.at(-1))
  })
}
