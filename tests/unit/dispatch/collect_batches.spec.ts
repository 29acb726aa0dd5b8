import { test } from '@japa/runner'
import { collectBatches, type EndedSlots } from '../../../app/monitoring/collect_batches.ts'
import { MISS_REASONS, type Miss } from '../../../app/monitoring/dispatch/outcome.ts'
import { assignment, outcome } from '../../support/assignments.ts'
import { FakeClock } from '../../support/fake_clock.ts'
import { SeededRandom } from '../../support/seeded_random.ts'

function miss(plugin: number, from: number, count = 1): Miss {
  const range = { from, to: from + count - 1, count }
  return { assignment: assignment({ plugin }), range, reason: MISS_REASONS.running }
}

/** @param settle gets every batch that is tried; throws to refuse it */
function start(settle: (ended: EndedSlots) => void, goOn = true) {
  const clock = new FakeClock(0)
  const collector = collectBatches(
    clock,
    async (ended) => settle(ended),
    () => goOn
  )
  return { clock, collector }
}

const slotsIn = ({ outcomes }: EndedSlots) => outcomes.map((each) => each.slot)

test.group('Batches', () => {
  test('hold what ends within the same moment', async ({ assert }) => {
    const batches: EndedSlots[] = []
    const { clock, collector } = start((batch) => batches.push(batch))
    collector.add(outcome(assignment({ plugin: 1 }), 1))
    collector.add(outcome(assignment({ plugin: 2 }), 2))
    collector.miss([miss(3, 3)])
    await clock.pass(1000)
    assert.deepEqual(batches.map(slotsIn), [[1, 2]])
    assert.lengthOf(batches[0].misses, 1)
  })

  test('hold one result of an assignment; the next one waits, and the misses after it', async ({
    assert,
  }) => {
    const batches: EndedSlots[] = []
    const { clock, collector } = start((batch) => batches.push(batch))
    collector.add(outcome(assignment(), 1))
    collector.miss([miss(1, 2)])
    collector.add(outcome(assignment(), 3))
    collector.miss([miss(1, 4)])
    collector.add(outcome(assignment(), 5))
    collector.add(outcome(assignment({ plugin: 2 }), 6))
    await clock.pass(1000)
    assert.deepEqual(batches.map(slotsIn), [[1, 6], [3], [5]])
    const missed = batches.map((batch) => batch.misses.map((each) => each.range.from))
    assert.deepEqual(missed, [[2], [4], []])
  })

  test('hold a thousand results at the most', async ({ assert }) => {
    const batches: EndedSlots[] = []
    const { clock, collector } = start((batch) => batches.push(batch))
    for (let plugin = 1; plugin <= 2500; plugin++)
      collector.add(outcome(assignment({ plugin }), plugin))
    await clock.pass(1000)
    assert.deepEqual(
      batches.map((batch) => batch.outcomes.length),
      [1000, 1000, 500]
    )
  })

  test('lose nothing and overtake nothing while the database is away', async ({ assert }) => {
    const random = new SeededRandom()
    const stored = new Map<string, number[]>()
    let counted = 0
    const { clock, collector } = start((batch) => {
      if (random.below(3) === 0) throw new Error('the database is away')
      for (const { assignment: of, slot } of batch.outcomes)
        stored.set(of.key, [...(stored.get(of.key) ?? []), slot])
      counted += batch.misses.length
    })
    const sent = new Map<string, number[]>()
    for (let slot = 1; slot <= 400; slot++) {
      const own = assignment({ plugin: random.between(1, 5) })
      sent.set(own.key, [...(sent.get(own.key) ?? []), slot])
      collector.add(outcome(own, slot))
      collector.miss([miss(random.between(1, 5), slot)])
      await clock.pass(random.below(50))
    }
    await clock.pass(1_000_000)
    assert.deepEqual(stored, sent, `seed ${random.seed}`)
    assert.equal(counted, 400, `seed ${random.seed}`)
  })

  test('are all stored when the core drains, or counted', async ({ assert }) => {
    let isAway = true
    const { clock, collector } = start(() => {
      if (isAway) throw new Error('the database is away')
    })
    collector.add(outcome(assignment(), 1))
    collector.miss([miss(2, 1, 9)])
    const first = collector.drain(4000)
    await clock.pass(4000)
    assert.equal(await first, 10)
    isAway = false
    const second = collector.drain(4000)
    await clock.pass(2000)
    assert.equal(await second, 0)
  })

  test('are not tried again once another core has taken over', async ({ assert }) => {
    let tries = 0
    const { clock, collector } = start(() => {
      tries++
      throw new Error('taken over')
    }, false)
    collector.add(outcome(assignment(), 1))
    await clock.pass(100)
    collector.add(outcome(assignment(), 2))
    await clock.pass(10_000)
    assert.equal(tries, 1)
    assert.equal(await collector.drain(4000), 2)
  })

  test('that were given up while the core drains do not hold it up', async ({ assert }) => {
    const { clock, collector } = start(() => {
      throw new Error('taken over')
    }, false)
    collector.add(outcome(assignment(), 1))
    const drained = collector.drain(60_000)
    await clock.pass(100)
    assert.equal(await drained, 1)
  })
})
