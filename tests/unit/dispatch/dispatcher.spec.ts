import { setImmediate as turn } from 'node:timers/promises'
import { test } from '@japa/runner'
import { createDispatcher } from '../../../app/monitoring/dispatch/dispatcher.ts'
import { MISS_REASONS, type Miss, type Outcome } from '../../../app/monitoring/dispatch/outcome.ts'
import { assignment } from '../../support/assignments.ts'
import { FakeClock } from '../../support/fake_clock.ts'
import { Agents } from './agents.ts'

const NOON = Date.parse('2026-06-01T12:00:00Z')

function due(host: number, plugin: number, slot = NOON, maximumLatenessMs = 10_000) {
  return { assignment: assignment({ host, plugin }), slot, maximumLatenessMs }
}

function start() {
  const agents = new Agents()
  const clock = new FakeClock(NOON)
  const outcomes: Outcome[] = []
  const misses: Miss[] = []
  const dispatcher = createDispatcher(
    clock,
    agents,
    (outcome) => outcomes.push(outcome),
    (miss) => misses.push(miss)
  )
  return { agents, clock, outcomes, misses, dispatcher }
}

test.group('Dispatcher', () => {
  test('sends all that is due at a moment to a host in one request', ({ assert }) => {
    const { agents, dispatcher } = start()
    dispatcher.dispatch([due(1, 1), due(2, 1), due(1, 2)])
    assert.deepEqual(
      agents.requests.map((each) => [each.host, each.assignments.map(({ key }) => key)]),
      [
        [1, ['1:1:1', '1:1:2']],
        [2, ['2:1:1']],
      ]
    )
  })

  test('hands on every answer with its slot as soon as it comes', ({ assert }) => {
    const { agents, dispatcher, outcomes } = start()
    dispatcher.dispatch([due(1, 1), due(1, 2, NOON - 5)])
    agents.requests[0].answer(1, { value: 42 })
    assert.lengthOf(outcomes, 1)
    assert.equal(outcomes[0].assignment.plugin.id, 2)
    assert.equal(outcomes[0].slot, NOON - 5)
    assert.equal(outcomes[0].answer.value, 42)
  })

  test('does not let a host that hangs hold up another', async ({ assert }) => {
    const { agents, dispatcher, outcomes } = start()
    dispatcher.dispatch([due(1, 1), due(2, 1)])
    agents.requests[1].end()
    await turn()
    dispatcher.dispatch([due(2, 2)])
    agents.requests[2].end()
    assert.deepEqual(
      outcomes.map((each) => each.assignment.key),
      ['2:1:1', '2:1:2']
    )
  })

  test('speaks to no more hosts at once than it can, and gives the place of those that hang to others', async ({
    assert,
  }) => {
    const { agents, clock, dispatcher } = start()
    dispatcher.dispatch(Array.from({ length: 400 }, (_, index) => due(index + 1, 1)))
    assert.lengthOf(agents.requests, 256)
    agents.requests[0].end()
    await turn()
    assert.lengthOf(agents.requests, 257, 'the next one has its place')
    clock.advance(1000)
    assert.lengthOf(agents.requests, 400, 'nobody waits longer than a second for those that hang')
  })

  test('gives hosts that hung the last time no place of the quick ones', async ({ assert }) => {
    const { agents, clock, dispatcher } = start()
    const hosts = (from: number, count: number, plugin: number) =>
      Array.from({ length: count }, (_, index) => due(from + index, plugin))
    dispatcher.dispatch(hosts(1, 256, 1))
    clock.advance(1000)
    for (const each of agents.requests.splice(0)) each.end()
    await turn()
    dispatcher.dispatch([...hosts(1, 256, 2), ...hosts(1000, 256, 2)])
    assert.lengthOf(agents.requests, 512)
  })

  test('never speaks to a host twice at a time; what waits goes in one request', async ({
    assert,
  }) => {
    const { agents, dispatcher } = start()
    dispatcher.dispatch([due(1, 1)])
    dispatcher.dispatch([due(1, 2)])
    dispatcher.dispatch([due(1, 3)])
    assert.lengthOf(agents.requests, 1)
    agents.requests[0].end()
    await turn()
    assert.lengthOf(agents.requests, 2)
    assert.deepEqual(
      agents.requests[1].assignments.map(({ plugin }) => plugin.id),
      [2, 3]
    )
  })

  test('makes a miss of what has waited longer than the schedule allows', async ({ assert }) => {
    const { agents, clock, dispatcher, misses } = start()
    dispatcher.dispatch([due(1, 1)])
    dispatcher.dispatch([due(1, 2), due(1, 3, NOON, 60_000)])
    clock.advance(30_000)
    agents.requests[0].end()
    await turn()
    assert.deepEqual(misses, [
      {
        assignment: assignment({ plugin: 2 }),
        range: { from: NOON, to: NOON, count: 1 },
        reason: MISS_REASONS.late,
      },
    ])
    assert.deepEqual(
      agents.requests[1].assignments.map(({ plugin }) => plugin.id),
      [3]
    )
  })

  test('begins nothing new while it drains, and names what did not end', async ({ assert }) => {
    const { agents, clock, dispatcher } = start()
    dispatcher.dispatch([due(1, 1), due(2, 1), due(2, 2)])
    dispatcher.dispatch([due(1, 2)])
    agents.requests[1].answer(0)
    const drained = dispatcher.drain(4000)
    agents.requests[0].end()
    await turn()
    clock.advance(4000)
    assert.deepEqual(
      (await drained).map((each) => each.assignment.key),
      ['1:1:2', '2:1:2']
    )
    assert.lengthOf(agents.requests, 2)
  })

  test('waits no longer than it has to when all ends', async ({ assert }) => {
    const { agents, dispatcher, outcomes } = start()
    dispatcher.dispatch([due(1, 1)])
    const drained = dispatcher.drain(4000)
    agents.requests[0].end()
    assert.isEmpty(await drained)
    assert.lengthOf(outcomes, 1)
  })

  test('hands on no answer of what it has named as not ended', async ({ assert }) => {
    const { agents, clock, dispatcher, outcomes } = start()
    dispatcher.dispatch([due(1, 1)])
    const drained = dispatcher.drain(4000)
    clock.advance(4000)
    assert.lengthOf(await drained, 1)
    agents.requests[0].end()
    assert.isEmpty(outcomes)
  })
})
