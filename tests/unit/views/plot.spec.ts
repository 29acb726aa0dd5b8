import { test } from '@japa/runner'
import { drawPlot, valueRange } from '../../../app/views/plot.ts'
import type { Band } from '../../../app/views/threshold_bands.ts'

const WINDOW = { from: new Date(0), to: new Date(3_600_000) }

function bandsAt(...limits: number[]): Band[] {
  const states = ['minor', 'major', 'critical'] as const
  return limits.map((from, index) => ({
    ...{ state: states[index], from, to: limits[index + 1] ?? null },
    words: `${states[index]} above ${from} %`,
  }))
}

function lineOf(...values: number[]): Parameters<typeof drawPlot>[0] {
  const points = values.map((value, n) => ({
    ...{ at: new Date(n * 60_000), mean: value, low: value, high: value },
  }))
  return { points, stepSeconds: 60 }
}

function wordsOver(value: number, ...limits: number[]) {
  return drawPlot(lineOf(value, value, value), bandsAt(...limits), '%', WINDOW).bands
}

test.group('Words in a graph', () => {
  for (const [value, ...limits] of [
    [27, 90, 95],
    [57, 90, 95],
    [27, 80, 90, 98],
    [27, 96, 97, 98],
    [96, 90, 95],
  ]) {
    test(`keep clear of each other: ${value} % with limits at ${limits.join(', ')}`, ({
      assert,
    }) => {
      const bands = wordsOver(value, ...limits).toSorted((one, other) => one.y - other.y)
      for (const [index, band] of bands.entries()) {
        const limit = band.y + band.height
        // Above the limit or below it, but not across: a line of words is 7.5 % high, most of it above its foot.
        assert.isTrue(band.wordY <= limit || band.wordY >= limit + 5.5, band.words)
        if (index > 0) assert.isAtLeast(band.wordY - bands[index - 1].wordY, 7.4, band.words)
      }
    })
  }
})

test.group('The axis of a graph', () => {
  test('has whole numbers where things are counted', ({ assert }) => {
    assert.deepEqual(valueRange(lineOf(0, 0), [], ''), { low: 0, high: 1, step: 1 })
    assert.deepEqual(valueRange(lineOf(3, 2), [], ''), { low: 0, high: 4, step: 1 })
  })

  test('has parts of one where things are measured', ({ assert }) => {
    assert.isBelow(valueRange(lineOf(0.6, 0.4), [], '').step, 1)
  })
})
