import { test } from '@japa/runner'
import { stateOf } from '../../../app/monitoring/states.ts'
import { recallPoints } from '../../../app/monitoring/store/recall_points.ts'
import { postgresStore } from '../../../app/monitoring/store/store.ts'
import { configuration, judged, outcome, plannedCheck, verdict } from '../../support/assignments.ts'
import { FakeClock } from '../../support/fake_clock.ts'
import { ownDatabase } from '../../support/own_database.ts'
import { MINUTE, WatchedHosts } from '../../support/watched_hosts.ts'

const NOON = Date.parse('2026-06-01T12:00:00Z')

test.group('Changes of state', (group) => {
  let hosts: WatchedHosts
  group.setup(async () => {
    const database = await ownDatabase()
    hosts = await WatchedHosts.on(database.pool)
    return () => database.drop()
  })

  async function healthOf(hostId: number) {
    const [row] = await hosts.rows<{ state: number; since: Date }>(
      'SELECT state, since FROM host_health WHERE host_id = $1',
      hostId
    )
    return row && [stateOf(row.state), row.since.getTime()]
  }

  test('open, worsen and close one incident', async ({ assert }) => {
    const own = await hosts.watch()
    const states = ['ok', 'minor', 'critical', 'major', 'ok', 'ok'] as const
    for (const [index, state] of states.entries())
      await hosts.result(own, NOON + index * MINUTE, state)
    const found = await hosts.rows(
      'SELECT worst_state, opened_at, closed_at FROM incidents WHERE host_id = $1',
      own.host.id
    )
    assert.deepEqual(found, [
      {
        ...{ worst_state: 6, opened_at: new Date(NOON + MINUTE) },
        closed_at: new Date(NOON + 4 * MINUTE),
      },
    ])
    const transitions = await hosts.rows<{ from_state: number; to_state: number }>(
      `SELECT from_state, to_state FROM transitions WHERE host_id = $1 AND kind = 'result' ORDER BY id`,
      own.host.id
    )
    assert.deepEqual(
      transitions.map((each) => [stateOf(each.from_state), stateOf(each.to_state)]),
      [
        ['no_data', 'ok'],
        ['ok', 'minor'],
        ['minor', 'critical'],
        ['critical', 'major'],
        ['major', 'ok'],
      ]
    )
  })

  test('write the current state when it changes only, and forget what vanished', async ({
    assert,
  }) => {
    const own = await hosts.watch()
    const read = () =>
      hosts.rows<{ instance: string; changed_at: Date }>(
        'SELECT instance, changed_at FROM current_states WHERE host_id = $1 ORDER BY instance',
        own.host.id
      )
    const both = verdict('ok', '', { '/': 'ok', '/usb': 'ok' })
    await hosts.result(own, NOON, both)
    await hosts.result(own, NOON + MINUTE, both)
    assert.deepEqual(
      (await read()).map((row) => [row.instance, row.changed_at.getTime()]),
      ['', '/', '/usb'].map((name) => [name, NOON])
    )
    await hosts.result(own, NOON + 2 * MINUTE, verdict('ok', '', { '/': 'ok' }))
    assert.deepEqual(
      (await read()).map((row) => row.instance),
      ['', '/']
    )
  })

  test('make the health of the host: the worst of all that is assigned', async ({ assert }) => {
    const one = await hosts.watch()
    const other = await hosts.watch(undefined, one.host.id)
    await hosts.result(one, NOON, 'major')
    assert.deepEqual(await healthOf(one.host.id), ['major', NOON])
    await hosts.result(other, NOON + MINUTE, 'critical')
    assert.deepEqual(await healthOf(one.host.id), ['critical', NOON + MINUTE])
    await hosts.result(other, NOON + 2 * MINUTE, 'ok')
    assert.deepEqual(await healthOf(one.host.id), ['major', NOON + 2 * MINUTE])
    await hosts.result(one, NOON + 3 * MINUTE, 'ok')
    assert.deepEqual(await healthOf(one.host.id), ['ok', NOON + 3 * MINUTE])
  })

  test('are remembered after a restart as they were before', async ({ assert }) => {
    const one = await hosts.watch()
    const other = await hosts.watch(undefined, one.host.id)
    const metrics = [
      { name: 'b', value: 2 },
      { name: 'a', value: 1 },
      { name: 'used', instance: '/', value: 99.5 },
    ]
    for (let k = 0; k < 5; k++) {
      const said = verdict('major', 'full', { '/': 'major' })
      await hosts.result(one, NOON + k * MINUTE + k, said, { message: `m${k % 2}`, metrics })
      await hosts.result(other, NOON + k * MINUTE, k > 2 ? 'minor' : 'ok', { value: k })
    }
    const lost = { type: 'connection_error' as const, value: null, message: 'gone' }
    await hosts.result(other, NOON + 6 * MINUTE, 'unknown', lost)
    const remembered = await hosts.remembered([one, other])
    const before = hosts.memory.hosts.get(one.host.id)!
    const lasts = new Map([...before.assignments].map(([key, own]) => [key, own.last!]))
    for (const own of before.assignments.values()) own.last = null
    assert.deepEqual(sorted(remembered.hosts.get(one.host.id)), sorted(before))
    const lacking = [one, other].map(({ key }) => ({ key, size: 2, before: null }))
    const points = await recallPoints(hosts.pool, lacking)
    for (const { key } of [one, other]) {
      assert.lengthOf(points.get(key)!, 3, 'one more than the rule wants')
      assert.deepEqual(sorted(points.get(key)!.at(-1)), sorted(lasts.get(key)))
    }
    const [earlier] = lacking.map((each) => ({ ...each, before: (NOON + 4 * MINUTE) / 1000 }))
    assert.equal(
      (await recallPoints(hosts.pool, [earlier])).get(one.key)!.at(-1)!.at,
      (NOON + 3 * MINUTE + 3) / 1000
    )
  })

  test('do not count for the host when they come after the end of the assignment', async ({
    assert,
  }) => {
    const left = await hosts.watch()
    const stays = await hosts.watch(undefined, left.host.id)
    const clock = new FakeClock(NOON)
    const store = postgresStore(hosts.pool, clock, hosts.epoch, hosts.addressing)
    await store.configure(configuration([plannedCheck([], [left]), plannedCheck([], [stays])]))
    await store.recall([left, stays])
    const save = async (of: typeof left, slot: number, state: 'ok' | 'major') => {
      await store.recall([of])
      await store.save({ results: [judged(outcome(of, slot), state)], misses: [] })
    }
    await save(left, NOON, 'major')
    await save(stays, NOON, 'ok')
    await store.configure(configuration([plannedCheck([], [stays])]))
    await save(left, NOON + MINUTE, 'major')
    await save(stays, NOON + MINUTE, 'ok')
    assert.equal((await healthOf(left.host.id))?.[0], 'ok')
  })
})

/** Neither the order of metrics nor that of instances is anything anybody relies on. */
function sorted(value: unknown): unknown {
  if (value instanceof Map)
    return [...value]
      .map(([key, each]) => [key, sorted(each)])
      .sort((a, b) => (a[0] < b[0] ? -1 : 1))
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, each]) => [key, sorted(each)] as const)
  const object = Object.fromEntries(entries)
  if (Array.isArray(object.metrics))
    object.metrics.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
  return object
}
