import { test } from '@japa/runner'
import type { Assignment } from '../../../app/monitoring/configuration/configuration.ts'
import { loadConfiguration } from '../../../app/monitoring/configuration/load_configuration.ts'
import { watchConfiguration } from '../../../app/monitoring/configuration/watch_configuration.ts'
import { takeRunRequests } from '../../../app/monitoring/schedule/run_requests.ts'
import { systemClock } from '../../../app/monitoring/clock.ts'
import { eventually } from '../../support/eventually.ts'
import { type OwnDatabase, ownDatabase } from '../../support/own_database.ts'
import { WatchedHosts } from '../../support/watched_hosts.ts'

test.group('Configuration in memory', (group) => {
  let database: OwnDatabase
  let hosts: WatchedHosts
  group.each.setup(async () => {
    database = await ownDatabase()
    hosts = await WatchedHosts.on(database.pool)
    return () => database.drop()
  })

  const load = () => loadConfiguration(database.pool, (text) => `decrypted ${text}`)
  const run = (sql: string, ...values: unknown[]) => database.pool.query(sql, values)

  async function schedule(of: Assignment, every: number, lateness: number) {
    const { rows } = await run(
      'INSERT INTO schedules (name, maximum_lateness_seconds) VALUES ($1, $2) RETURNING id',
      `schedule ${every} ${lateness}`,
      lateness
    )
    const interval = `INSERT INTO intervals (schedule_id, start_at, every, unit) VALUES ($1, $2, $3, 'second')`
    await run(interval, rows[0].id, new Date(0), every)
    await run('INSERT INTO schedule_checks VALUES ($1, $2)', rows[0].id, of.check.id)
  }

  test('holds what is assigned, with its times, limits and secrets', async ({ assert }) => {
    const own = await hosts.watch()
    await schedule(own, 10, 60)
    await schedule(own, 15, 90)
    await run('UPDATE hosts SET encrypted_key = $1', 'secret')
    const declared = { name: 'major', label: '', unit: '', default: 90 }
    await run(`UPDATE plugin_versions SET manifest = manifest || $1::jsonb`, {
      limits: [declared],
    })
    const limit = 'INSERT INTO limits (plugin_id, name, host_id, value) VALUES ($1, $2, $3, $4)'
    await run(limit, own.plugin.id, 'major', own.host.id, '95')
    const { checks, assignments } = await load()
    assert.lengthOf(checks, 1)
    assert.deepEqual(
      checks[0].intervals.map((each) => each.every),
      [10, 15]
    )
    assert.deepEqual(
      checks[0].intervals.map((each) => each.maximumLatenessMs),
      [60_000, 90_000]
    )
    const found = assignments.get(own.key)!
    assert.equal(found.host.key, 'decrypted secret')
    assert.deepEqual(found.limits, { major: 95 })
    assert.equal(found.rule.code, 'return "ok"')
  })

  test('leaves out what an agent would run where there is none', async ({ assert }) => {
    const own = await hosts.watch()
    const outside = await hosts.watch(undefined, own.host.id)
    await run('UPDATE hosts SET has_agent = false')
    assert.isEmpty((await load()).assignments)
    assert.isEmpty(await hosts.rows('SELECT * FROM assignments'))
    await run(
      `UPDATE plugin_versions SET manifest = manifest || '{"runs_on": "server"}' WHERE plugin_id = $1`,
      outside.plugin.id
    )
    assert.deepEqual([...(await load()).assignments.keys()], [outside.key])
    assert.lengthOf(await hosts.rows('SELECT * FROM assignments'), 1)
  })

  test('takes the rule of the check before that of the plugin', async ({ assert }) => {
    const own = await hosts.watch()
    const insert =
      'INSERT INTO classifiers (plugin_id, check_id, code, n_historical) VALUES ($1, $2, $3, 7)'
    await run(insert, own.plugin.id, own.check.id, 'return "minor"')
    const before = (await load()).assignments.get(own.key)!.rule
    assert.equal(before.code, 'return "minor"')
    assert.equal(before.historySize, 7)
    await run(`UPDATE classifiers SET code = 'return "major"', updated_at = now() + interval '1 s'`)
    assert.notEqual((await load()).assignments.get(own.key)!.rule.key, before.key)
  })

  for (const table of ['hosts', 'checks', 'plugins']) {
    test(`leaves out what is paused in ${table}`, async ({ assert }) => {
      const own = await hosts.watch()
      assert.isTrue((await load()).assignments.has(own.key))
      await run(`UPDATE ${table} SET paused_at = now()`)
      assert.isFalse((await load()).assignments.has(own.key))
    })
  }

  test('follows every write, and the connection it hears of them by may break', async ({
    assert,
  }) => {
    const own = await hosts.watch()
    const seen: number[] = []
    const watch = await watchConfiguration(
      ...([database.pool, systemClock, load] as const),
      (error) => assert.fail(String(error))
    )
    watch.follow((configuration) => seen.push(configuration.assignments.size))
    const isListening = () =>
      hosts.rows(
        `SELECT FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'`
      )
    await eventually('it listens', async () => (await isListening()).length > 0)
    await run('UPDATE hosts SET paused_at = now()')
    await eventually('the pause', () => watch.current().assignments.size === 0)
    await run(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND query LIKE 'LISTEN%'`
    )
    await run('UPDATE hosts SET paused_at = NULL')
    await eventually('the end of the pause', () => watch.current().assignments.has(own.key))
    await watch.stop()
    assert.deepEqual(seen.slice(0, 2), [1, 0])
    assert.equal(seen.at(-1), 1)
  })

  test('is waited for by a request to run now', async ({ assert }) => {
    const [one, other] = [await hosts.watch(), await hosts.watch()]
    let current = await load()
    const ran: string[] = []
    const requests = takeRunRequests(
      ...([database.pool, systemClock, () => current] as const),
      (assignments) => ran.push(...[...assignments].map((each) => each.key))
    )
    const insert = 'INSERT INTO run_requests (host_id, check_id, revision) VALUES ($1, $2, $3)'
    const left = () => hosts.rows('SELECT FROM run_requests')
    await run(insert, one.host.id, null, current.revision)
    await eventually('the first request', () => ran.length > 0)
    await run(insert, null, other.check.id, current.revision + 1)
    await run(insert, one.host.id, other.check.id, current.revision)
    await eventually('the one that fits nothing', async () => (await left()).length === 1)
    assert.deepEqual(ran, [one.key])
    current = { ...current, revision: current.revision + 1 }
    await eventually('the one that waits', async () => (await left()).length === 0)
    assert.deepEqual(ran, [one.key, other.key])
    await requests.stop()
  })
})
