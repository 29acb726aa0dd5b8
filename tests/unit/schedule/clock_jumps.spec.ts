import { test } from '@japa/runner'
import { MISS_REASONS } from '../../../app/monitoring/dispatch/outcome.ts'
import { every } from '../../support/assignments.ts'
import { Timetable } from './timetable.ts'

const NOON = '2026-06-01T12:00:00Z'
const at = (time: string) => Date.parse(`2026-06-01T${time}Z`)
const minutely = every(1, 'minute', '2026-01-01T00:00:00Z')

test.group('Scheduler, when the clock is set', () => {
  for (const [name, ms] of [
    ['an hour', 3_600_000],
    ['a day', 86_400_000],
    ['half a minute', 30_000],
  ] as const)
    test(`goes on at once after ${name} back, with slots that are new ones`, ({ assert }) => {
      const table = new Timetable(NOON).plan([minutely])
      table.endAtOnce()
      table.clock.advance(600_000)
      const before = [...table.due]
      table.clock.set(table.clock.now() - ms)
      table.clock.advance(180_000)
      const after = table.due.slice(before.length)
      assert.isAtLeast(after.length, 3)
      assert.isEmpty(table.misses)
      assert.equal(new Set(table.due).size, table.due.length, 'no slot twice')
    })

  test('hands out the slots themselves again once it is past where it was', ({ assert }) => {
    const table = new Timetable(NOON).plan([minutely])
    table.endAtOnce()
    table.clock.set('2026-06-01T11:55:30Z')
    table.clock.advance(420_000)
    assert.deepEqual(
      table.due.filter((slot) => slot % 60_000 === 0),
      [at('12:00:00'), at('12:01:00'), at('12:02:00')]
    )
    assert.lengthOf(table.due, 8)
  })

  test('is not disturbed by a clock that is slewed', ({ assert }) => {
    const table = new Timetable(NOON).plan([minutely])
    table.endAtOnce()
    for (let count = 0; count < 60; count++) {
      table.clock.advance(10_000)
      table.clock.set(table.clock.now() - 20)
    }
    assert.deepEqual(
      table.due,
      Array.from({ length: 10 }, (_, minute) => at('12:00:00') + minute * 60_000)
    )
    assert.isEmpty(table.misses)
  })

  test('makes one range of what a day forward skips, and catches up once', ({ assert }) => {
    const table = new Timetable(NOON).plan([minutely])
    table.endAtOnce()
    table.clock.set('2026-06-02T12:00:10Z')
    table.clock.advance(60_000)
    assert.lengthOf(table.misses, 1)
    assert.equal(table.misses[0].count, 24 * 60 - 1)
    assert.equal(table.misses[0].reason, MISS_REASONS.clock)
    const tomorrow = ['12:00', '12:01'].map((time) => Date.parse(`2026-06-02T${time}:00Z`))
    assert.deepEqual(table.due, [at('12:00:00'), ...tomorrow])
  })

  test('is not silent for longer than an interval after hours forward', ({ assert }) => {
    const table = new Timetable(NOON).plan([every(1, 'day', '2026-01-01T00:00:00Z')])
    table.endAtOnce()
    table.clock.set('2026-06-01T18:00:00Z')
    table.clock.advance(86_400_000)
    assert.deepEqual(table.due, [Date.parse('2026-06-02T00:00:00Z')])
  })

  test('runs in 1970 too, and catches up once, with one range, when the clock is set right', ({
    assert,
  }) => {
    const table = new Timetable('1970-01-01T00:00:20Z').plan([minutely])
    table.endAtOnce()
    table.clock.advance(60_000)
    assert.deepEqual(table.due, [0, 60_000])
    table.clock.set(NOON)
    table.clock.advance(60_000)
    assert.deepEqual(table.due.slice(2), [at('12:00:00'), at('12:01:00')])
    assert.lengthOf(table.misses, 1)
    assert.equal(table.misses[0].reason, MISS_REASONS.clock)
  })

  test('takes slots settled in the future for what they are: a clock that was wrong', ({
    assert,
  }) => {
    const settled = Date.parse('2036-06-01T12:00:00Z')
    const table = new Timetable(NOON, { settled }).plan([minutely])
    table.endAtOnce()
    table.clock.advance(60_000)
    assert.deepEqual(
      table.due.map((slot) => Math.floor(slot / 60_000) * 60_000),
      [at('12:00:00'), at('12:01:00')]
    )
    assert.isTrue(
      table.due.every((slot) => slot % 60_000 > 0),
      'beside what is stored there'
    )
    assert.isEmpty(table.misses)
  })
})
