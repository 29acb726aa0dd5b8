import { test } from '@japa/runner'
import { MISS_REASONS } from '../../../app/monitoring/dispatch/outcome.ts'
import { every } from '../../support/assignments.ts'
import { Timetable } from './timetable.ts'

const NOON = '2026-06-01T12:00:00Z'
const at = (time: string) => Date.parse(`2026-06-01T${time}Z`)
const minutely = every(1, 'minute', '2026-01-01T00:00:00Z')

test.group('Scheduler, when the clock is set', () => {
  test('goes on at once after an hour back', ({ assert }) => {
    const table = new Timetable(NOON).plan([minutely])
    table.endAtOnce()
    table.clock.set('2026-06-01T11:00:00Z')
    table.clock.advance(180_000)
    assert.isAtLeast(table.due.length, 3)
    assert.isEmpty(table.misses)
  })

  test('makes one range of what a day forward skips, and catches up once', ({ assert }) => {
    const table = new Timetable(NOON).plan([minutely])
    table.endAtOnce()
    table.clock.set('2026-06-02T12:00:10Z')
    table.clock.advance(60_000)
    assert.lengthOf(table.misses, 1)
    assert.equal(table.misses[0].count, 24 * 60 - 1)
    assert.equal(table.misses[0].reason, MISS_REASONS.late)
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

  test('catches up once, with one range, when the time before was 1970', ({ assert }) => {
    const table = new Timetable('1970-01-01T00:00:20Z').plan([minutely])
    table.clock.advance(60_000)
    table.clock.set(NOON)
    table.clock.advance(60_000)
    assert.deepEqual(table.due, [at('12:00:00')])
    assert.lengthOf(table.misses, 1)
  })

  test('takes slots settled in the future for what they are: a clock that was wrong', ({
    assert,
  }) => {
    const settled = Date.parse('2036-06-01T12:00:00Z')
    const table = new Timetable(NOON, { settled }).plan([minutely])
    table.endAtOnce()
    table.clock.advance(60_000)
    assert.deepEqual(table.due, [at('12:00:00'), at('12:01:00')])
    assert.isEmpty(table.misses)
  })
})
