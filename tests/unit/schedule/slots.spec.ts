import { test } from '@japa/runner'
import { firstAfter, lastUpTo, rangeOf } from '../../../app/monitoring/schedule/slots.ts'
import { every } from '../../support/assignments.ts'
import { SeededRandom } from '../../support/seeded_random.ts'
import { walkedSlots } from './walked_slots.ts'

const START = Date.parse('2026-01-01T00:00:00Z')

test.group('Slots of several intervals', () => {
  test('are the union of what walking finds, shared ones once', ({ assert }) => {
    const random = new SeededRandom()
    for (let round = 0; round < 200; round++) {
      const intervals = Array.from({ length: random.between(1, 3) }, () =>
        every(random.between(1, 6), 'second', START + random.below(5) * 1000)
      )
      const walked = intervals.flatMap((interval) => walkedSlots(interval, 200))
      const slots = [...new Set(walked)].sort((a, b) => a - b)
      const after = START + random.below(100_000) - 2000
      const until = after + random.below(90_000)
      const inside = slots.filter((slot) => slot > after && slot <= until)
      const expected =
        inside.length === 0 ? null : { from: inside[0], to: inside.at(-1)!, count: inside.length }
      const said = `seed ${random.seed}, round ${round}`
      assert.deepEqual(rangeOf(intervals, after, until), expected, said)
      assert.equal(
        firstAfter(intervals, after),
        slots.find((slot) => slot > after)!,
        said
      )
      assert.equal(
        lastUpTo(intervals, until),
        slots.findLast((slot) => slot <= until) ?? null,
        said
      )
    }
  })

  test('are none where there is no interval', ({ assert }) => {
    assert.isNull(firstAfter([], START))
    assert.isNull(lastUpTo([], START))
    assert.isNull(rangeOf([], START, START + 1e9))
  })
})
