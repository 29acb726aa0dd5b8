import { test } from '@japa/runner'
import type {
  Assignment,
  Configuration,
} from '../../../app/monitoring/configuration/configuration.ts'
import { loadConfiguration } from '../../../app/monitoring/configuration/load_configuration.ts'
import { stateOf, type State } from '../../../app/monitoring/states.ts'
import { postgresStore, type Store } from '../../../app/monitoring/store/store.ts'
import { alertEntry, judged, outcome, verdict } from '../../support/assignments.ts'
import { FakeClock } from '../../support/fake_clock.ts'
import { type OwnDatabase, ownDatabase } from '../../support/own_database.ts'
import { MINUTE, WatchedHosts } from '../../support/watched_hosts.ts'

const NOON = Date.parse('2026-06-01T12:00:00Z')

test.group('A changed configuration', (group) => {
  let database: OwnDatabase
  let hosts: WatchedHosts
  let clock: FakeClock
  let store: Store
  let alertId: number
  group.each.setup(async () => {
    database = await ownDatabase()
    hosts = await WatchedHosts.on(database.pool)
    clock = new FakeClock(NOON)
    store = postgresStore(database.pool, clock, hosts.epoch, hosts.addressing)
    alertId = (await hosts.alert()).id
    return () => database.drop()
  })

  const run = (sql: string, ...values: unknown[]) => database.pool.query(sql, values)

  /** What the core does when it hears of a change. */
  async function configure(): Promise<Configuration> {
    clock.advance(MINUTE)
    const found = await loadConfiguration(database.pool, (text) => text)
    const configuration = { ...found, alerts: [alertEntry({ id: alertId })] }
    await store.configure(configuration)
    return configuration
  }

  async function say(of: Assignment, state: State, instances: Record<string, State> = {}) {
    clock.advance(MINUTE)
    await store.recall([of])
    const said = verdict(state, '', instances)
    await store.save({ results: [judged(outcome(of, clock.now()), said)], misses: [] })
  }

  async function healthOf(hostId: number): Promise<State> {
    const sql = 'SELECT state FROM host_health WHERE host_id = $1'
    return stateOf((await hosts.rows<{ state: number }>(sql, hostId))[0]?.state ?? 0)
  }

  async function serviceOf(hostId: number) {
    const made = await run(`INSERT INTO services (name) VALUES ('Shop') RETURNING id`)
    const id = made.rows[0].id as number
    await run('INSERT INTO service_dependencies (service_id, host_id) VALUES ($1, $2)', id, hostId)
    const health = async () => {
      const rows = await hosts.rows<{ state: number }>('SELECT state FROM service_health')
      return stateOf(rows[0]?.state ?? 0)
    }
    return { id, health }
  }

  const told = async () =>
    (
      await hosts.rows<{ kind: string; status: string }>('SELECT * FROM notifications ORDER BY id')
    ).map(({ kind, status }) => [kind, status])

  test('ends what is watched no more: its states, its incident and its thread, without a message', async ({
    assert,
  }) => {
    const [bad, well] = [await hosts.watch(), await hosts.watch()]
    await run('UPDATE check_hosts SET host_id = $1 WHERE host_id = $2', bad.host.id, well.host.id)
    const other = {
      ...well,
      host: bad.host,
      key: `${bad.host.id}:${well.check.id}:${well.plugin.id}`,
    }
    await configure()
    await say(bad, 'critical')
    await say(other, 'ok')
    assert.equal(await healthOf(bad.host.id), 'critical')
    await run('DELETE FROM check_hosts WHERE check_id = $1', bad.check.id)
    await configure()
    assert.equal(await healthOf(bad.host.id), 'ok')
    const left = await hosts.rows('SELECT check_id FROM current_states')
    assert.deepEqual(left, [{ check_id: well.check.id }])
    assert.isEmpty(await hosts.rows('SELECT FROM incidents WHERE closed_at IS NULL'))
    assert.deepEqual(await told(), [
      ['problem', 'waiting'],
      ['recovery', 'withdrawn'],
    ])
    await say(other, 'major')
    const threads = await hosts.rows<{ thread_id: string }>(
      `SELECT thread_id FROM notifications WHERE kind = 'problem' ORDER BY id`
    )
    assert.notEqual(threads[0].thread_id, threads[1].thread_id, 'new trouble is a new thread')
  })

  test('leaves out of health what is paused, and takes it back as it was', async ({ assert }) => {
    const own = await hosts.watch()
    const service = await serviceOf(own.host.id)
    await configure()
    await say(own, 'critical')
    assert.equal(await service.health(), 'critical')
    await run('UPDATE hosts SET paused_at = now()')
    await configure()
    assert.deepEqual([await healthOf(own.host.id), await service.health()], ['no_data', 'no_data'])
    assert.lengthOf(await hosts.rows('SELECT FROM incidents WHERE closed_at IS NULL'), 1)
    await run('UPDATE hosts SET paused_at = NULL')
    await configure()
    assert.deepEqual(
      [await healthOf(own.host.id), await service.health()],
      ['critical', 'critical']
    )
    await say(own, 'ok')
    assert.deepEqual(await told(), [
      ['problem', 'waiting'],
      ['recovery', 'waiting'],
    ])
  })

  test('gives services the health of what they need from now on', async ({ assert }) => {
    const [bad, well] = [await hosts.watch(), await hosts.watch()]
    await configure()
    await say(bad, 'major')
    await say(well, 'ok')
    const service = await serviceOf(well.host.id)
    await configure()
    assert.equal(await service.health(), 'ok')
    await run('UPDATE service_dependencies SET host_id = $1', bad.host.id)
    await configure()
    assert.equal(await service.health(), 'major')
    const reasons = await hosts.rows('SELECT reason FROM transitions WHERE service_id IS NOT NULL')
    assert.deepEqual(reasons, Array(2).fill({ reason: 'What is watched here has changed.' }))
    assert.lengthOf(await told(), 1, 'nobody is told of what somebody has changed')
  })

  test('puts the hosts of a group under its checks, and takes them away again', async ({
    assert,
  }) => {
    const own = await hosts.watch()
    const other = await hosts.watch()
    const made = await run(`INSERT INTO host_groups (name) VALUES ('Office') RETURNING id`)
    const groupId = made.rows[0].id
    await run('INSERT INTO check_host_groups VALUES ($1, $2)', own.check.id, groupId)
    const key = `${other.host.id}:${own.check.id}:${own.plugin.id}`
    assert.isFalse((await configure()).assignments.has(key))
    await run('INSERT INTO host_group_hosts VALUES ($1, $2)', groupId, other.host.id)
    const assigned = (await configure()).assignments.get(key)
    assert.exists(assigned)
    await say(assigned!, 'critical')
    assert.equal(await healthOf(other.host.id), 'critical')
    await run('DELETE FROM host_group_hosts')
    await configure()
    assert.equal(await healthOf(other.host.id), 'no_data')
  })

  test('is what a core that starts anew makes of it too', async ({ assert }) => {
    const [bad, well] = [await hosts.watch(), await hosts.watch()]
    const service = await serviceOf(bad.host.id)
    await configure()
    await say(bad, 'critical', { '/': 'critical', '/home': 'ok' })
    await say(well, 'ok')
    const before = await hosts.rows('SELECT * FROM transitions ORDER BY id')
    store = postgresStore(database.pool, clock, hosts.epoch, hosts.addressing)
    await configure()
    assert.deepEqual(await hosts.rows('SELECT * FROM transitions ORDER BY id'), before)
    await say(bad, 'ok', { '/': 'ok', '/home': 'ok' })
    assert.deepEqual([await healthOf(bad.host.id), await service.health()], ['ok', 'ok'])
  })

  test('switches off an alert that has lost what it was for, and says so', async ({ assert }) => {
    const [one, other] = [await hosts.watch(), await hosts.watch()]
    const insert = `INSERT INTO alerts (name, module, encrypted_options, from_states, to_states, applies_to, is_restricted)
      VALUES ($1, 'email', '{}', '{1}', '{6}', $2, $3) RETURNING id`
    const chosen = (await run(insert, 'chosen', 'chosen', false)).rows[0].id
    const restricted = (await run(insert, 'restricted', 'all_hosts', true)).rows[0].id
    await run(
      'INSERT INTO alert_hosts VALUES ($1, $2), ($1, $3)',
      chosen,
      one.host.id,
      other.host.id
    )
    await run(
      'INSERT INTO alert_restrictions (alert_id, plugin_id) VALUES ($1, $2)',
      restricted,
      one.plugin.id
    )
    const enabled = async () =>
      (await hosts.rows<{ name: string }>('SELECT name FROM alerts WHERE is_enabled')).map(
        ({ name }) => name
      )
    await run('DELETE FROM hosts WHERE id = $1', one.host.id)
    assert.include(await enabled(), 'chosen')
    await run('DELETE FROM hosts WHERE id = $1', other.host.id)
    await run('DELETE FROM plugins WHERE id = $1', one.plugin.id)
    assert.notIncludeMembers(await enabled(), ['chosen'])
    assert.notIncludeMembers(await enabled(), ['restricted'])
    const logs = await hosts.rows<{ message: string }>(
      'SELECT message FROM system_logs ORDER BY id'
    )
    assert.match(logs[0].message, /“chosen” was switched off/)
    assert.match(logs[1].message, /“restricted” was switched off/)
  })
})
