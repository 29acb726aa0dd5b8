import { test } from '@japa/runner'
import { judge } from '../../../app/monitoring/classify/engine/judge.ts'
import { history, request } from './request.ts'

function seen(expression: string, values: (number | null)[]): string {
  const verdict = judge(
    request(`return "ok", tostring(${expression})`, { points: history(...values) })
  )
  return verdict.fault?.message ?? verdict.why
}

test.group('Functions over a history', () => {
  test('arrayMax, arrayMin and arrayAvg skip what is missing', ({ assert }) => {
    const values = [4, null, -2, 10]
    assert.equal(seen('arrayMax(values)', values), '10')
    assert.equal(seen('arrayMin(values)', values), '-2')
    assert.equal(seen('arrayAvg(values)', values), '4')
    assert.equal(seen('arrayAvg(values)', [null, null]), 'nil')
    assert.equal(seen('arrayMax({})', []), 'nil')
  })

  test('a missing metric is named as the mistake it is', ({ assert }) => {
    const expected = 'arrayAvg needs a table such as values as argument 1, not nil'
    assert.include(seen('arrayAvg(metrics.load)', [1]), expected)
  })

  test('arrayContains compares entries as they are', ({ assert }) => {
    assert.equal(seen('arrayContains(values, 3)', [1, 3]), 'true')
    assert.equal(seen('arrayContains(values, "3")', [1, 3]), 'false')
    assert.equal(seen('arrayContains(values, "none")', [1, null]), 'true')
  })

  test('count asks only about numbers that are there', ({ assert }) => {
    assert.equal(seen('count(values, function(v) return v > 2 end)', [1, null, 3, 4]), '2')
    assert.equal(seen('count(values, function(v, i) return i > 2 end)', [1, null, 3, 4]), '2')
  })

  test('median and percentile interpolate', ({ assert }) => {
    assert.equal(seen('median(values)', [9, null, 1, 4]), '4')
    assert.equal(seen('median(values)', [1, 2, 3, 10]), '2.5')
    assert.equal(seen('percentile(values, 90)', [0, 10, 20, 30, 40]), '36')
    assert.equal(seen('percentile(values, 100)', [5, 7]), '7')
    assert.equal(seen('median(values)', [null]), 'nil')
  })

  test('rate is the change per second from the first to the last number', ({ assert }) => {
    assert.equal(seen('rate(values)', [null, 0, 999, 120]), '1')
    assert.equal(seen('rate(values)', [5]), 'nil')
  })

  test('slope is that of the fitted line', ({ assert }) => {
    assert.equal(seen('slope(values)', [0, 60, null, 180]), '1')
    assert.equal(seen('slope(values)', [7, 7, 7]), '0')
    assert.equal(seen('slope(values)', [7]), 'nil')
  })

  test('forecast gives the seconds until the line crosses the limit', ({ assert }) => {
    assert.equal(seen('forecast(100)', [40, 50, 60]), '240')
    assert.equal(seen('table.concat({ forecast(100) }, ",")', [40, 50, 60]), '240,240,240')
    assert.equal(seen('forecast(0)', [60, 50, 40]), '240')
  })

  test('forecast gives a range that contains the answer', ({ assert }) => {
    const expression =
      '(function() local s, low, high = forecast(100) return low < s and s < high end)()'
    assert.equal(seen(expression, [40, 52, 58, 71, 79]), 'true')
  })

  test('forecast is nil when there is nothing to expect', ({ assert }) => {
    assert.equal(seen('forecast(100)', [60, 50, 40]), 'nil')
    assert.equal(seen('forecast(100)', [50, 50, 50]), 'nil')
    assert.equal(seen('forecast(100)', [110, 120, 130]), 'nil')
    assert.equal(seen('forecast(100)', [40, 50]), 'nil')
    assert.equal(seen('forecast(100)', [null, null, null]), 'nil')
  })

  test('all_last wants that many entries and all of them', ({ assert }) => {
    const high = 'function(v) return v > 5 end'
    assert.equal(seen(`all_last(2, ${high})`, [1, 6, 7]), 'true')
    assert.equal(seen(`all_last(3, ${high})`, [1, 6, 7]), 'false')
    assert.equal(seen(`all_last(4, ${high})`, [6, 6, 7]), 'false')
    assert.equal(seen(`all_last(2, ${high})`, [6, null, 7]), 'false')
    assert.equal(seen(`all_last(1, ${high}, { 1, 9 })`, [1]), 'true')
  })

  test('duration is measured by the slots, back to the first of the run', ({ assert }) => {
    const high = 'function(v) return v > 5 end'
    assert.equal(seen(`duration(${high})`, [9, 1, 6, 7, 8]), '120')
    assert.equal(seen(`duration(${high})`, [9, null, 7]), '0')
    assert.equal(seen(`duration(${high})`, [9, 9, 1]), '0')
    assert.equal(seen(`duration(${high})`, [6, 6]), '60')
  })

  test('arrays of another plugin are measured by its own slots', ({ assert }) => {
    const points = history(1, 1)
    const others = { traffic: history(0, 600).map((one, index) => ({ ...one, at: index * 600 })) }
    const code = 'return "ok", tostring(rate(other("traffic").values))'
    assert.equal(judge(request(code, { points, others })).why, '1')
  })
})
