import { test } from '@japa/runner'
import { MISS_REASONS, type Miss } from '../../../app/monitoring/dispatch/outcome.ts'
import { countOf, type EndedSlots } from '../../../app/monitoring/ended_slots.ts'
import { assignment, outcome } from '../../support/assignments.ts'
import { SeededRandom } from '../../support/seeded_random.ts'
import { Away, Lost, MemorySpool, Refused, startCollector as start } from './collector.ts'

function miss(plugin: number, from: number, count = 1): Miss {
  const range = { from, to: from + count - 1, count }
  return { assignment: assignment({ plugin }), range, reason: MISS_REASONS.running }
}

const slotsIn = ({ outcomes }: EndedSlots) => outcomes.map((each) => each.slot)

test.group('Batches', () => {
  test('hold what ends within the same moment', async ({ assert }) => {
    const batches: EndedSlots[] = []
    const { clock, collector } = start((batch) => batches.push(batch))
    collector.add(outcome(assignment({ plugin: 1 }), 1))
    collector.add(outcome(assignment({ plugin: 2 }), 1))
    collector.add(outcome(assignment({ host: 2 }), 2))
    collector.miss([miss(3, 3)])
    await clock.pass(1000)
    assert.deepEqual(batches.map(slotsIn), [[1, 1, 2]])
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
    collector.add(outcome(assignment({ host: 2 }), 6))
    await clock.pass(1000)
    assert.deepEqual(batches.map(slotsIn), [[1, 6], [3], [5]])
    const missed = batches.map((batch) => batch.misses.map((each) => each.range.from))
    assert.deepEqual(missed, [[2], [4], []])
  })

  test('hold of a host one slot only, because rules may read the past of others', async ({
    assert,
  }) => {
    const batches: EndedSlots[] = []
    const { clock, collector } = start((batch) => batches.push(batch))
    collector.add(outcome(assignment({ plugin: 1 }), 1))
    collector.add(outcome(assignment({ plugin: 2 }), 2))
    collector.add(outcome(assignment({ plugin: 3 }), 2))
    collector.add(outcome(assignment({ plugin: 4 }), 1))
    await clock.pass(1000)
    assert.deepEqual(batches.map(slotsIn), [[1], [2, 2], [1]], 'and none overtakes another')
  })

  test('hold a thousand results at the most', async ({ assert }) => {
    const batches: EndedSlots[] = []
    const { clock, collector } = start((batch) => batches.push(batch))
    for (let plugin = 1; plugin <= 2500; plugin++)
      collector.add(outcome(assignment({ plugin, host: plugin }), plugin))
    await clock.pass(1000)
    assert.deepEqual(
      batches.map((batch) => batch.outcomes.length),
      [1000, 1000, 500]
    )
  })

  test('lose nothing and overtake nothing while the database is away', async ({ assert }) => {
    const random = new SeededRandom()
    // Storing twice is storing once, as in the database.
    const stored = new Map<string, Set<number>>()
    const missed = new Set<string>()
    const { clock, collector } = start((batch) => {
      if (random.below(3) === 0) throw new Away()
      for (const { assignment: of, slot } of batch.outcomes)
        stored.set(of.key, (stored.get(of.key) ?? new Set()).add(slot))
      for (const { assignment: of, range } of batch.misses) missed.add(`${of.key} ${range.from}`)
    })
    const sent = new Map<string, Set<number>>()
    for (let slot = 1; slot <= 400; slot++) {
      const own = assignment({ plugin: random.between(1, 5) })
      sent.set(own.key, (sent.get(own.key) ?? new Set()).add(slot))
      collector.add(outcome(own, slot))
      collector.miss([miss(random.between(1, 5), slot)])
      await clock.pass(random.below(50))
    }
    await clock.pass(1_000_000)
    for (const [key, slots] of sent)
      assert.deepEqual([...(stored.get(key) ?? [])], [...slots], `${key}, seed ${random.seed}`)
    assert.equal(missed.size, 400, `seed ${random.seed}`)
  })

  test('wait in the spool while the database is away, and come back in order', async ({
    assert,
  }) => {
    let isAway = true
    const stored: number[] = []
    const { clock, collector, spool } = start((batch) => {
      if (isAway) throw new Away()
      stored.push(...slotsIn(batch))
    })
    for (let slot = 1; slot <= 2500; slot++) {
      collector.add(outcome(assignment({ host: slot % 7 }), slot))
      if (slot % 100 === 0) await clock.pass(100)
    }
    await clock.pass(2000)
    assert.equal(countOf(spool.kept), 2500)
    isAway = false
    collector.add(outcome(assignment({ host: 0 }), 2501))
    await clock.pass(20_000)
    assert.isTrue(spool.isEmpty())
    const ofHost = (host: number) => stored.filter((slot) => slot % 7 === host)
    for (let host = 0; host < 7; host++)
      assert.deepEqual(
        ofHost(host),
        [...ofHost(host)].sort((a, b) => a - b)
      )
    assert.lengthOf(stored, 2501)
  })

  test('stay in memory when not even the spool has room', async ({ assert }) => {
    let isAway = true
    const stored: number[] = []
    const spool = new MemorySpool()
    spool.isFull = true
    const { clock, collector } = start((batch) => {
      if (isAway) throw new Away()
      stored.push(...slotsIn(batch))
    }, spool)
    for (let slot = 1; slot <= 3; slot++) collector.add(outcome(assignment(), slot))
    await clock.pass(5000)
    isAway = false
    await clock.pass(5000)
    assert.deepEqual(stored, [1, 2, 3])
  })

  test('go on without the one result that is refused', async ({ assert }) => {
    const stored: number[] = []
    const { clock, collector, refused } = start((batch) => {
      if (slotsIn(batch).includes(7)) throw new Refused()
      stored.push(...slotsIn(batch))
    })
    for (let slot = 1; slot <= 20; slot++)
      collector.add(outcome(assignment({ host: slot, plugin: slot }), slot))
    collector.miss([miss(1, 2)])
    await clock.pass(1000)
    assert.deepEqual(refused.map(slotsIn), [[7]])
    assert.sameMembers(
      stored,
      Array.from({ length: 20 }, (_, index) => index + 1).filter((slot) => slot !== 7)
    )
  })

  test('wait for work that has its turn first, until that succeeds', async ({ assert }) => {
    const done: string[] = []
    let tries = 0
    const { clock, collector } = start((batch) => done.push(`batch ${slotsIn(batch).join()}`))
    collector.add(outcome(assignment(), 1))
    collector.inTurn(async () => {
      if (++tries < 3) throw new Away()
      done.push('work')
    })
    await clock.pass(10_000)
    assert.deepEqual(done, ['work', 'batch 1'])
  })

  test('are all stored or kept when the core drains, or counted', async ({ assert }) => {
    const spool = new MemorySpool()
    spool.isFull = true
    const { clock, collector } = start(() => {
      throw new Away()
    }, spool)
    collector.add(outcome(assignment(), 1))
    collector.miss([miss(2, 1, 9)])
    const first = collector.drain(4000)
    await clock.pass(4000)
    assert.equal(await first, 10)
    spool.isFull = false
    const second = collector.drain(4000)
    await clock.pass(4000)
    assert.equal(await second, 0)
    assert.equal(countOf(spool.kept), 10)
  })

  test('are not tried again once another core has taken over', async ({ assert }) => {
    let tries = 0
    const { clock, collector, spool } = start(() => {
      tries++
      throw new Lost()
    })
    collector.add(outcome(assignment(), 1))
    await clock.pass(100)
    collector.add(outcome(assignment(), 2))
    await clock.pass(10_000)
    assert.equal(tries, 1)
    assert.isTrue(spool.isEmpty(), 'the other core records them as missed')
    assert.equal(await collector.drain(4000), 2)
  })

  test('that were given up while the core drains do not hold it up', async ({ assert }) => {
    const { clock, collector } = start(() => {
      throw new Lost()
    })
    collector.add(outcome(assignment(), 1))
    const drained = collector.drain(60_000)
    await clock.pass(100)
    assert.equal(await drained, 1)
  })

  test('that a core before this one has left in the spool are settled first', async ({
    assert,
  }) => {
    const spool = new MemorySpool()
    await spool.append({ outcomes: [outcome(assignment(), 1)], misses: [] })
    const stored: number[] = []
    const { clock, collector } = start((batch) => stored.push(...slotsIn(batch)), spool)
    collector.add(outcome(assignment(), 2))
    await clock.pass(1000)
    assert.deepEqual(stored, [1, 2])
  })
})
