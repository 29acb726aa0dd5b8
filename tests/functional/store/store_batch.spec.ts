import { test } from '@japa/runner'
import { MISS_REASONS, type Miss } from '../../../app/monitoring/dispatch/outcome.ts'
import { severityOf } from '../../../app/monitoring/states.ts'
import { emptyMemory } from '../../../app/monitoring/health/memory.ts'
import { loadSettledSlots } from '../../../app/monitoring/store/write_misses.ts'
import { acquireLease, StaleEpoch } from '../../../app/monitoring/store/lease.ts'
import { assignment, judged, outcome, verdict } from '../../support/assignments.ts'
import { ownDatabase } from '../../support/own_database.ts'
import { MINUTE, WatchedHosts } from '../../support/watched_hosts.ts'

const NOON = Date.parse('2026-06-01T12:00:00Z')

const TABLES = [
  ...['results', 'misses', 'series', 'current_states', 'transitions', 'incidents'],
  ...['notifications', 'host_health'],
]

test.group('A stored batch', (group) => {
  let hosts: WatchedHosts
  group.setup(async () => {
    const database = await ownDatabase()
    hosts = await WatchedHosts.on(database.pool)
    return () => database.drop()
  })

  /** How many rows every table holds. */
  async function counts() {
    const sql = TABLES.map((name) => `(SELECT count(*)::int FROM ${name}) AS ${name}`).join(', ')
    return (await hosts.rows<Record<string, number>>(`SELECT ${sql}`))[0]
  }

  test('holds every number in its series, and each message once', async ({ assert }) => {
    const own = await hosts.watch()
    const metrics = [
      { name: 'free', value: 7.25 },
      { name: 'used', instance: '/', value: 93 },
    ]
    const said = verdict('major', 'full', { '/': 'major' })
    const answered = { value: -0.5, message: 'as measured', metrics, durationMs: 12 }
    await hosts.result(own, NOON, said, answered)
    await hosts.result(own, NOON + MINUTE, said, { ...answered, value: null })
    const found = await hosts.rows(
      `SELECT s.instance, s.metric, r.slot, r.value, r.state, r.result_type, r.duration_ms, m.text
       FROM results r JOIN series s ON s.id = r.series_id LEFT JOIN messages m ON m.id = r.message_id
       WHERE s.host_id = $1 ORDER BY r.slot, s.instance, s.metric`,
      own.host.id
    )
    const major = severityOf('major')
    const row = (instance: string, metric: string, value: number | null, isMain = false) => ({
      ...{ instance, metric, value, state: major, result_type: 0 },
      ...{ duration_ms: isMain ? 12 : null, text: isMain ? 'as measured' : null },
    })
    const both = (slot: number, value: number | null) => [
      { slot: new Date(slot), ...row('', '', value, true) },
      { slot: new Date(slot), ...row('', 'free', 7.25) },
      { slot: new Date(slot), ...row('/', 'used', 93) },
    ]
    assert.deepEqual(found, [...both(NOON, -0.5), ...both(NOON + MINUTE, null)])
    const texts = await hosts.rows(`SELECT FROM messages WHERE text = 'as measured'`)
    assert.lengthOf(texts, 1)
  })

  test('makes the partitions of its weeks', async ({ assert }) => {
    const own = await hosts.watch()
    const monday = Date.parse('2026-06-08T00:00:00Z')
    await hosts.result(own, monday - 1)
    await hosts.result(own, monday)
    const found = await hosts.rows(
      `SELECT r.tableoid::regclass::text AS name FROM results r JOIN series s ON s.id = r.series_id
       WHERE s.host_id = $1 ORDER BY slot`,
      own.host.id
    )
    assert.deepEqual(found, [{ name: 'results_20260601' }, { name: 'results_20260608' }])
  })

  test('stored again changes nothing and tells nobody twice', async ({ assert }) => {
    const own = await hosts.watch()
    await hosts.alert({ hostIds: new Set([own.host.id]) })
    await hosts.result(own, NOON, 'ok')
    const before = structuredClone(hosts.memory)
    await hosts.result(own, NOON + MINUTE, 'major')
    const first = await counts()
    for (const said of ['major', 'critical'] as const) {
      hosts.memory = structuredClone(before)
      await hosts.result(own, NOON + MINUTE, said)
    }
    hosts.memory = emptyMemory()
    await hosts.result(own, NOON + MINUTE, 'ok')
    assert.deepEqual(await counts(), first)
    const health = await hosts.rows('SELECT state FROM host_health WHERE host_id = $1', own.host.id)
    assert.deepEqual(health, [{ state: severityOf('major') }])
  })

  test('of which a part was stored before brings the rest', async ({ assert }) => {
    const [known, fresh] = [await hosts.watch(), await hosts.watch()]
    await hosts.alert({ hostIds: new Set([known.host.id, fresh.host.id]) })
    await hosts.store({ results: [known, fresh].map((of) => judged(outcome(of, NOON), 'ok')) })
    const before = structuredClone(hosts.memory)
    await hosts.result(known, NOON + MINUTE, 'major')
    hosts.memory = before
    await hosts.store({
      results: [known, fresh].map((of) => judged(outcome(of, NOON + MINUTE), 'critical')),
    })
    const states = await hosts.rows(
      'SELECT state FROM host_health WHERE host_id = ANY($1) ORDER BY host_id',
      [known.host.id, fresh.host.id]
    )
    assert.deepEqual(states, [{ state: severityOf('major') }, { state: severityOf('critical') }])
    for (const { host } of [known, fresh]) assert.lengthOf(await hosts.toldOf(host.id), 1)
  })

  test('of a core that was taken over is refused whole', async ({ assert }) => {
    const own = await hosts.watch()
    await hosts.result(own, NOON)
    const first = await counts()
    const memory = structuredClone([...hosts.memory.hosts.get(own.host.id)!.assignments])
    const stale = { results: [judged(outcome(own, NOON + MINUTE), 'critical')] }
    await assert.rejects(() => hosts.store(stale, hosts.epoch - 1), StaleEpoch)
    assert.deepEqual(await counts(), first)
    assert.deepEqual([...hosts.memory.hosts.get(own.host.id)!.assignments], memory)
  })

  test('leaves out what was deleted while it ran', async ({ assert }) => {
    const [deleted, kept] = [await hosts.watch(), await hosts.watch()]
    await hosts.result(deleted, NOON, 'major')
    await hosts.pool.query('DELETE FROM hosts WHERE id = $1', [deleted.host.id])
    const never = assignment({ host: 999_999, check: 999_999, plugin: 999_999 })
    const miss: Miss = {
      assignment: deleted,
      range: { from: NOON, to: NOON, count: 1 },
      reason: MISS_REASONS.late,
    }
    await hosts.store({
      results: [deleted, never, kept].map((each) =>
        judged(outcome(each, NOON + MINUTE, { metrics: [{ name: 'a', value: 1 }] }), 'critical')
      ),
      misses: [miss],
    })
    for (const table of ['series', 'current_states', 'misses', 'incidents'])
      assert.isEmpty(
        await hosts.rows(`SELECT FROM ${table} WHERE host_id = $1`, deleted.host.id),
        table
      )
    const orphans = `SELECT FROM results WHERE series_id NOT IN (
      SELECT id FROM series UNION SELECT id FROM deleted_series)`
    assert.isEmpty(await hosts.rows(orphans))
    const health = 'SELECT state FROM host_health WHERE host_id = $1'
    assert.lengthOf(await hosts.rows(health, kept.host.id), 1)
  })

  test('takes a result and a miss of one assignment, before and after a change of it', async ({
    assert,
  }) => {
    const own = await hosts.watch()
    const range = { from: NOON + MINUTE, to: NOON + 3 * MINUTE, count: 3 }
    const changed = { ...own, arguments: { now: 'other' } }
    await hosts.store({
      results: [judged(outcome(own, NOON), 'ok')],
      misses: [{ assignment: changed, range, reason: MISS_REASONS.running }],
    })
    assert.equal((await loadSettledSlots(hosts.pool)).get(own.key), range.to)
    const misses = 'SELECT slot_count, reason FROM misses WHERE host_id = $1'
    assert.deepEqual(await hosts.rows(misses, own.host.id), [
      { slot_count: 3, reason: MISS_REASONS.running },
    ])
  })

  test('settles up to its latest slot, whatever is stored afterwards', async ({ assert }) => {
    const own = await hosts.watch()
    await hosts.result(own, NOON)
    await hosts.result(own, NOON - MINUTE)
    assert.equal((await loadSettledSlots(hosts.pool)).get(own.key), NOON)
  })

  test('tells the open pages of each host once', async ({ assert }) => {
    const [one, other] = [await hosts.watch(), await hosts.watch()]
    const second = await hosts.watch(undefined, one.host.id)
    const client = await hosts.pool.connect()
    const heard: string[] = []
    client.on('notification', (message) => heard.push(message.payload!))
    await client.query('LISTEN changes')
    const results = [one, second, other].map((each) => judged(outcome(each, NOON), 'ok'))
    await hosts.store({ results })
    await client.query('UNLISTEN changes')
    client.release()
    const ids = [one.host.id, other.host.id]
    assert.deepEqual(
      heard.map((each) => JSON.parse(each)),
      [{ hosts: ids, services: [], results: [] }]
    )
  })

  test('waits for its lease: nobody takes it over in the middle', async ({ assert }) => {
    const client = await hosts.pool.connect()
    await client.query('BEGIN')
    await client.query('SELECT FROM core_lease FOR SHARE')
    let isTaken = false
    const taking = acquireLease(hosts.pool, 'test').then(() => (isTaken = true))
    const own = await hosts.watch()
    await hosts.result(own, NOON)
    assert.isFalse(isTaken)
    await client.query('COMMIT')
    client.release()
    await taking
    await assert.rejects(() => hosts.result(own, NOON + MINUTE), StaleEpoch)
  })
})
