import { test } from '@japa/runner'
import type { EndedSlots } from '../../../app/monitoring/ended_slots.ts'
import { assignment, outcome } from '../../support/assignments.ts'
import { Away, MemorySpool, startCollector as start } from './collector.ts'

const slotsIn = ({ outcomes }: EndedSlots) => outcomes.map((each) => each.slot)

test.group('The replay of the spool', () => {
  test('says when the database was away, and ends with one release', async ({ assert }) => {
    let isAway = true
    const done: string[] = []
    const { clock, collector } = start(
      (batch, away) => {
        if (isAway) throw new Away()
        done.push(`${slotsIn(batch)}: ${away ? `${away.from} to ${away.until}` : 'live'}`)
      },
      new MemorySpool(),
      () => {
        if (isAway) throw new Away()
        done.push('released')
      }
    )
    for (let slot = 1; slot <= 3; slot++) collector.add(outcome(assignment(), slot))
    await clock.pass(5500)
    isAway = false
    await clock.pass(5000)
    collector.add(outcome(assignment(), 4))
    await clock.pass(1000)
    const [first] = done
    assert.match(first, /^1: 1 to [56]\d\d\d$/)
    const time = first.slice(3)
    assert.deepEqual(done, [first, `2: ${time}`, `3: ${time}`, 'released', '4: live'])
  })

  test('begins with the release of what another core has left, tried until it succeeds', async ({
    assert,
  }) => {
    const done: string[] = []
    let tries = 0
    const { clock, collector } = start(
      (batch) => done.push(`batch ${slotsIn(batch)}`),
      new MemorySpool(),
      () => {
        if (++tries < 3) throw new Away()
        done.push('released')
      }
    )
    await clock.pass(10_000)
    collector.add(outcome(assignment(), 1))
    await clock.pass(1000)
    assert.deepEqual(done, ['released', 'batch 1'])
    assert.equal(tries, 3)
  })
})
