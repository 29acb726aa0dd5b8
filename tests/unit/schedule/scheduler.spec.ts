import { test } from '@japa/runner'
import { MISS_REASONS } from '../../../app/monitoring/dispatch/outcome.ts'
import { assignment, every } from '../../support/assignments.ts'
import { Timetable } from './timetable.ts'

const NOON = '2026-06-01T12:00:00Z'
const at = (time: string) => Date.parse(`2026-06-01T${time}Z`)
const minutely = every(1, 'minute', '2026-01-01T00:00:00Z')

test.group('Scheduler', () => {
  test('hands out every slot once, at its time', ({ assert }) => {
    const table = new Timetable(NOON).plan([minutely])
    table.endAtOnce()
    table.clock.advance(5 * 60_000)
    assert.deepEqual(
      table.due,
      [0, 1, 2, 3, 4, 5].map((minute) => at(`12:0${minute}:00`))
    )
    assert.isEmpty(table.misses)
  })

  test('tells the slots that fell into a run as missed, with the end of that run', ({ assert }) => {
    const table = new Timetable(NOON).plan([minutely])
    table.clock.advance(150_000)
    assert.deepEqual(table.due, [at('12:00:00')])
    assert.isEmpty(table.misses)
    const held = table.scheduler.ended(table.assignment)
    assert.deepEqual(
      held.map(({ range, reason }) => ({ ...range, reason })),
      [{ from: at('12:01:00'), to: at('12:02:00'), count: 2, reason: MISS_REASONS.running }]
    )
    table.clock.advance(60_000)
    assert.deepEqual(table.due, [at('12:00:00'), at('12:03:00')])
  })

  test('makes one miss of what lies between the last settled slot and a restart', ({ assert }) => {
    const table = new Timetable(NOON, { settled: at('11:00:00') }).plan([minutely])
    assert.deepEqual(table.misses, [
      { from: at('11:01:00'), to: at('11:59:00'), count: 59, reason: MISS_REASONS.stopped },
    ])
    assert.deepEqual(table.due, [at('12:00:00')])
  })

  test('repeats nothing after a restart within one slot', ({ assert }) => {
    const table = new Timetable('2026-06-01T12:00:30Z', { settled: at('12:00:00') })
    table.plan([minutely]).endAtOnce()
    assert.isEmpty(table.due)
    table.clock.advance(30_000)
    assert.deepEqual(table.due, [at('12:01:00')])
    assert.isEmpty(table.misses)
  })

  test('records a slot that it comes to too late, and goes on with the next', ({ assert }) => {
    const table = new Timetable('2026-06-01T12:00:45Z', { settled: at('11:59:00') })
    table.plan([minutely], { maximumLatenessMs: 10_000 })
    assert.isEmpty(table.due)
    assert.deepEqual(
      table.misses.map((miss) => miss.from),
      [at('12:00:00')]
    )
    table.clock.advance(15_000)
    assert.deepEqual(table.due, [at('12:01:00')])
  })

  test('begins a new assignment at once when its slot is not too late', ({ assert }) => {
    const table = new Timetable('2026-06-01T12:00:30Z').plan([minutely])
    assert.deepEqual(table.due, [at('12:00:00')])
    assert.isEmpty(table.misses)
  })

  test('owes a new assignment nothing from the time before it', ({ assert }) => {
    const daily = every(1, 'day', '2026-01-01T00:00:00Z')
    const table = new Timetable(NOON).plan([daily])
    assert.isEmpty(table.misses)
    table.clock.advance(12 * 3_600_000)
    assert.deepEqual(table.due, [Date.parse('2026-06-02T00:00:00Z')])
  })

  test('owes a changed schedule nothing from the time before the change', ({ assert }) => {
    const table = new Timetable(NOON).plan([every(1, 'week', NOON)])
    table.endAtOnce()
    table.clock.advance(3 * 86_400_000 + 500)
    table.plan([every(1, 'second', NOON)])
    table.clock.advance(1500)
    assert.isEmpty(table.misses)
    const changed = Date.parse('2026-06-04T12:00:00Z')
    assert.deepEqual(table.due, [at('12:00:00'), changed, changed + 1000, changed + 2000])
  })

  test('does not run a slot again for an assignment that left and came back', ({ assert }) => {
    const table = new Timetable(NOON).plan([minutely])
    table.endAtOnce()
    table.clock.advance(10_000)
    table.planNothing()
    table.plan([minutely])
    assert.deepEqual(table.due, [at('12:00:00')])
    table.clock.advance(60_000)
    assert.deepEqual(table.due, [at('12:00:00'), at('12:01:00')])
  })

  test('counts nothing as missed of the time an assignment was paused', ({ assert }) => {
    const table = new Timetable(NOON).plan([minutely])
    table.endAtOnce()
    table.planNothing()
    table.clock.advance(3_600_000 + 30_000)
    table.plan([minutely])
    assert.isEmpty(table.misses)
    assert.deepEqual(table.due, [at('12:00:00'), at('13:00:00')])
  })

  test('lets an assignment that left and came back run once at a time', ({ assert }) => {
    const table = new Timetable(NOON).plan([minutely])
    table.planNothing()
    table.clock.advance(60_000)
    table.plan([minutely])
    assert.deepEqual(table.due, [at('12:00:00')])
    table.scheduler.ended(table.assignment)
    table.clock.advance(60_000)
    assert.deepEqual(table.due, [at('12:00:00'), at('12:02:00')])
  })

  test('runs on request between the slots, unless it runs already', ({ assert }) => {
    const table = new Timetable('2026-06-01T12:00:10Z', { settled: at('12:00:00') })
    table.plan([minutely])
    table.scheduler.runNow([table.assignment])
    table.scheduler.runNow([table.assignment, assignment({ plugin: 99 })])
    assert.deepEqual(table.due, [at('12:00:10')])
    assert.isEmpty(table.scheduler.ended(table.assignment))
    table.clock.advance(50_000)
    assert.deepEqual(table.due, [at('12:00:10'), at('12:01:00')])
    assert.isEmpty(table.misses)
  })

  test('loses no slot to a request that comes while its timer is late', ({ assert }) => {
    const table = new Timetable('2026-06-01T12:00:10Z', { settled: at('12:00:00') })
    table.plan([minutely])
    table.clock.set('2026-06-01T12:01:00.200Z')
    table.scheduler.runNow([table.assignment])
    table.scheduler.ended(table.assignment)
    table.clock.advance(60_000)
    const settled = [...table.due, ...table.misses.map((miss) => miss.from)]
    assert.include(settled, at('12:01:00'))
  })

  test('runs a check without a schedule on request only', ({ assert }) => {
    const table = new Timetable(NOON).plan([])
    table.endAtOnce()
    table.clock.advance(600_000)
    assert.isEmpty(table.due)
    table.scheduler.runNow([table.assignment])
    table.clock.advance(600_000)
    assert.deepEqual(table.due, [at('12:10:00')])
    assert.isEmpty(table.misses)
  })

  test('is as patient with a slot as the schedule it belongs to', ({ assert }) => {
    const table = new Timetable('2026-06-01T12:00:45Z', { settled: at('11:59:30') })
    const hourly = every(1, 'hour', '2026-01-01T00:00:00Z')
    table.planEach([
      { ...hourly, maximumLatenessMs: 300_000 },
      { ...minutely, maximumLatenessMs: 5000 },
    ])
    assert.deepEqual(table.due, [at('12:00:00')], 'the hourly schedule waits five minutes')
    table.endAtOnce()
    table.clock.set('2026-06-01T12:01:45Z')
    table.clock.advance(1)
    table.scheduler.runNow([])
    assert.notInclude(table.due, at('12:01:00'), 'the other one five seconds')
  })

  test('does nothing more once it is stopped', ({ assert }) => {
    const table = new Timetable(NOON).plan([minutely])
    table.endAtOnce()
    table.scheduler.stop()
    table.clock.advance(600_000)
    assert.deepEqual(table.due, [at('12:00:00')])
  })
})
