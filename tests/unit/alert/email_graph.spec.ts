import { test } from '@japa/runner'
import { graphWindow } from '../../../app/monitoring/alert/modules/email/graph_window.ts'
import { renderGraph } from '../../../app/monitoring/alert/modules/email/render_graph.ts'
import type { MeasuredLimit, MeasuredSeries } from '../../../app/monitoring/alert/modules/module.ts'
import type { State } from '../../../app/monitoring/states.ts'
import { decodePng } from './png_reader.ts'

const END = '2026-11-21T14:00:00.000Z'
const LINE = '#17499f'
const MAJOR_BAND = '#fdeee4'
const CRITICAL_BAND = '#fbe9ec'
const MAJOR: MeasuredLimit = { label: 'Major', value: 50, state: 'major' }
const CRITICAL: MeasuredLimit = { label: 'Critical', value: 80, state: 'critical' }

test.group('The graph of a mail', () => {
  test('shows the last 24 hours and no more', ({ assert }) => {
    const window = graphWindow(hourly([1, 2, ...Array<number>(24).fill(5), 7]), END)
    assert.equal(window?.values.length, 25)
    assert.deepInclude(window, { first: 5, last: 7, lowest: 5, highest: 7 })
    assert.equal((window?.toSeconds ?? 0) - (window?.fromSeconds ?? 0), 24 * 3600)
  })

  test('needs two values', ({ assert }) => {
    assert.isUndefined(graphWindow(hourly([null, 5, null]), END))
    assert.isUndefined(graphWindow(hourly([]), END))
    assert.isUndefined(graphWindow(hourly([5, Number.NaN, Infinity]), END))
  })

  test('bands lie above the limits when more is worse', ({ assert }) => {
    const picture = draw([10, 20, 30, 90], [MAJOR, CRITICAL], 'critical')
    assert.equal(picture.at(2, 0), CRITICAL_BAND)
    assert.isTrue(inOrder(picture.column(2), [CRITICAL_BAND, MAJOR_BAND, '#ffffff']))
  })

  test('bands lie below the limits when less is worse', ({ assert }) => {
    const limits = [
      { ...MAJOR, value: 80 },
      { ...CRITICAL, value: 50 },
    ]
    const picture = draw([90, 85, 60], limits, 'major')
    assert.isTrue(inOrder(picture.column(2), ['#ffffff', MAJOR_BAND, CRITICAL_BAND]))
  })

  test('with one limit the last value and its state tell the side', ({ assert }) => {
    const less = ['#ffffff', MAJOR_BAND]
    assert.isTrue(inOrder(draw([90, 60, 40], [MAJOR], 'major').column(2), less))
    assert.isTrue(inOrder(draw([20, 60, 70], [MAJOR], 'ok').column(2), less))
    assert.isTrue(inOrder(draw([20, 60, 70], [MAJOR], 'major').column(2), less.toReversed()))
    assert.isTrue(inOrder(draw([90, 60, 50], [MAJOR], 'major').column(2), less.toReversed()))
    const said = { ...MAJOR, badSide: 'above' as const }
    assert.isTrue(inOrder(draw([20, 60, 70], [said], 'ok').column(2), less.toReversed()))
  })

  test('the line rises with the values and stops where nothing was measured', ({ assert }) => {
    const picture = draw([0, 10, 20, null, null, null, 60, 70, 80], [], 'ok')
    const heights = [10, 200, 900].map((x) => picture.column(x).indexOf(LINE))
    assert.isAbove(heights[0], heights[1])
    assert.isAbove(heights[1], heights[2])
    assert.equal(heights.at(2) === -1, false)
    assert.notInclude(picture.column(540), LINE)
  })

  test('a day of one value every second is still a small picture', ({ assert }) => {
    const end = Date.parse(END) / 1000
    const points = Array.from({ length: 86_400 }, (_, second): [number, number] => [
      end - 86_399 + second,
      second === 43_200 ? 100 : second % 7,
    ])
    const series = { ...hourly([]), points }
    const window = graphWindow(series, END)
    assert.equal(window?.highest, 100)
    const file = window && renderGraph(window, [], 'ok')
    assert.isBelow(file?.length ?? Infinity, 60_000)
    const picture = decodePng(file ?? Buffer.alloc(0))
    assert.isBelow(picture.column(536).indexOf(LINE), 80, 'the one high value is seen')
  })

  test('values that never change, below zero or huge, are drawn', ({ assert }) => {
    for (const values of [
      [0, 0, 0],
      [-5, -5],
      [-40, 20],
      [1e300, -1e300],
      [1e-9, 2e-9],
    ]) {
      assert.isAbove(draw(values, [], 'ok').count(LINE), 1000, String(values))
    }
  })
})

function hourly(values: (number | null)[]): MeasuredSeries {
  const end = Date.parse(END) / 1000
  return {
    label: 'memory used',
    unit: '%',
    points: values.map((value, index) => [end - (values.length - 1 - index) * 3600, value]),
    limits: [],
  }
}

function draw(values: (number | null)[], limits: MeasuredLimit[], state: State) {
  const window = graphWindow(hourly(values), END)
  if (!window) throw new Error('no graph')
  return decodePng(renderGraph(window, limits, state))
}

/** Whether the colours come from top to bottom, each once, whatever lines lie between them. */
function inOrder(column: string[], colours: string[]): boolean {
  const runs = column.filter(
    (colour, index) => colours.includes(colour) && colour !== column[index - 1]
  )
  const distinct = runs.filter((colour, index) => colour !== runs[index - 1])
  return JSON.stringify(distinct) === JSON.stringify(colours)
}
