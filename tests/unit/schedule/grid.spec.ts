import { test } from '@japa/runner'
import {
  countSlots,
  latestSlot,
  nextSlot,
  type Interval,
} from '../../../app/monitoring/schedule/grid.ts'
import { every } from '../../support/assignments.ts'
import { SeededRandom } from '../../support/seeded_random.ts'
import { walkedSlots } from './walked_slots.ts'

const ZONES = ['UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu']

function randomInterval(random: SeededRandom): Interval {
  const unit = random.oneOf(['second', 'minute', 'hour', 'day', 'week'] as const)
  const startAt = Date.UTC(2024, random.below(12), random.between(1, 28)) + random.below(86_400_000)
  const [timeZone, maximumLatenessMs] = [random.oneOf(ZONES), 60_000]
  return { unit, every: random.between(1, 9), startAt, timeZone, maximumLatenessMs }
}

test.group('Grid of an interval', () => {
  test('is what walking slot by slot from the start finds', ({ assert }) => {
    const random = new SeededRandom()
    for (let round = 0; round < 200; round++) {
      const interval = randomInterval(random)
      const slots = walkedSlots(interval, 120)
      const at = slots[random.below(100)] + random.oneOf([-1, 0, 1, random.below(5000)])
      const from = slots[random.below(100)] + random.oneOf([-1, 0, 1])
      const said = `seed ${random.seed}, round ${round}: ${JSON.stringify(interval)}`
      const latest = slots.findLast((slot) => slot <= at) ?? null
      assert.equal(latestSlot(interval, at), latest, said)
      assert.equal(
        nextSlot(interval, at),
        slots.find((slot) => slot > at)!,
        said
      )
      const between = slots.filter((slot) => slot > from && slot <= at).length
      assert.equal(countSlots(interval, from, at), between, said)
    }
  }).timeout(20_000)

  test('keeps the wall clock of a daily slot over both changes of the clock', ({ assert }) => {
    const daily = every(1, 'day', '2026-03-27T07:00:00Z', 'Europe/Berlin')
    assert.equal(nextSlot(daily, Date.parse('2026-03-28T12:00Z')), Date.parse('2026-03-29T06:00Z'))
    assert.equal(nextSlot(daily, Date.parse('2026-10-24T12:00Z')), Date.parse('2026-10-25T07:00Z'))
  })

  test('runs a daily slot that does not exist, or exists twice, exactly once', ({ assert }) => {
    const skipped = every(1, 'day', '2026-03-01T01:30:00Z', 'Europe/Berlin')
    const spring = [Date.parse('2026-03-28T23:00Z'), Date.parse('2026-03-29T22:00Z')]
    assert.equal(countSlots(skipped, spring[0], spring[1]), 1)
    const twice = every(1, 'day', '2026-10-01T00:30:00Z', 'Europe/Berlin')
    const autumn = [Date.parse('2026-10-24T22:00Z'), Date.parse('2026-10-25T23:00Z')]
    assert.equal(countSlots(twice, autumn[0], autumn[1]), 1)
  })

  test('counts hours through a change of the clock as they pass', ({ assert }) => {
    const hourly = every(1, 'hour', '2026-03-28T00:00:00Z', 'Europe/Berlin')
    const [from, to] = [Date.parse('2026-03-28T23:00Z'), Date.parse('2026-03-29T22:00Z')]
    assert.equal(countSlots(hourly, from, to), 23)
  })

  test('knows 29 February', ({ assert }) => {
    const daily = every(1, 'day', '2024-02-01T12:00:00Z')
    assert.equal(nextSlot(daily, Date.parse('2024-02-28T13:00Z')), Date.parse('2024-02-29T12:00Z'))
    assert.equal(nextSlot(daily, Date.parse('2025-02-28T13:00Z')), Date.parse('2025-03-01T12:00Z'))
  })

  test('has no slot before a start that lies in the future', ({ assert }) => {
    const future = every(1, 'minute', '2030-01-01T00:00:00Z')
    const now = Date.parse('2026-01-01T00:00:00Z')
    assert.isNull(latestSlot(future, now))
    assert.equal(nextSlot(future, now), future.startAt)
    assert.equal(countSlots(future, now, future.startAt), 1)
  })

  test('keeps the day of the week and the wall clock of weekly slots', ({ assert }) => {
    const weekly = every(1, 'week', '2026-01-05T14:00:00Z', 'America/New_York')
    const inSummer = nextSlot(weekly, Date.parse('2026-07-01T00:00Z'))
    assert.equal(new Date(inSummer).toISOString(), '2026-07-06T13:00:00.000Z')
  })
})
