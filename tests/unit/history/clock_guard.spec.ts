import { test } from '@japa/runner'
import {
  type ClockKnowledge,
  createClockGuard,
} from '../../../app/monitoring/history/clock_guard.ts'
import { FakeClock } from '../../support/fake_clock.ts'

const NOON = Date.parse('2026-06-01T12:00:00Z')
const HOUR = 3_600_000
const DAY = 24 * HOUR

function watch(known: ClockKnowledge | null = { seenAt: NOON, doubt: null }, now = NOON) {
  const clock = new FakeClock(now)
  const guard = createClockGuard(clock, known)
  /** @returns whether the clock is believed after so long, with a look every minute */
  const after = (ms: number, isSynchronised = false) => {
    clock.advance(ms)
    return guard.look(isSynchronised).doubt === null
  }
  return { clock, after }
}

test.group('The clock', () => {
  test('is believed while it goes on steadily, slewed or not', ({ assert }) => {
    const { clock, after } = watch()
    for (let count = 0; count < 100; count++) {
      assert.isTrue(after(60_000))
      clock.set(clock.now() + 900)
    }
  })

  for (const [name, ms] of [
    ['ten years forward', 3650 * DAY],
    ['a day forward', DAY],
    ['two hours back', -2 * HOUR],
  ] as const)
    test(`is doubted once it was set ${name}, until the system says it is right`, ({ assert }) => {
      const { clock, after } = watch()
      assert.isTrue(after(60_000))
      clock.set(clock.now() + ms)
      assert.isFalse(after(60_000))
      assert.isFalse(after(HOUR))
      assert.isTrue(after(60_000, true))
      assert.isTrue(after(60_000))
    })

  test('is doubted when it was set while the machine was off', ({ assert }) => {
    assert.isFalse(watch(undefined, NOON - 3 * HOUR).after(1000))
    assert.isFalse(watch(undefined, NOON + 3650 * DAY).after(1000))
  })

  test('is believed a day after a pause that may have been a switched-off machine', ({
    assert,
  }) => {
    const { after } = watch(undefined, NOON + 14 * DAY)
    assert.isFalse(after(60_000))
    assert.isFalse(after(23 * HOUR))
    assert.isTrue(after(2 * HOUR))
  })

  test('is not believed for going on by itself when it is off by years', ({ assert }) => {
    const { after } = watch(undefined, NOON + 3650 * DAY)
    for (let day = 0; day < 30; day++) assert.isFalse(after(DAY))
  })

  test('stays in doubt over a restart', ({ assert }) => {
    const doubt = { jumpedMs: 3650 * DAY, seenAt: NOON }
    assert.isFalse(watch({ seenAt: NOON, doubt }).after(60_000))
  })

  test('is believed the first time it is ever looked at', ({ assert }) => {
    assert.isTrue(watch(null).after(60_000))
  })
})
