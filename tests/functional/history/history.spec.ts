import { test } from '@japa/runner'
import { clearDeleted } from '../../../app/monitoring/history/clear_deleted.ts'
import { dropOld } from '../../../app/monitoring/history/drop_old.ts'
import { gatherHours } from '../../../app/monitoring/history/gather_hours.ts'
import { keepClock } from '../../../app/monitoring/history/keep_clock.ts'
import { createSystemLog } from '../../../app/monitoring/logs/system_log.ts'
import { severityOf } from '../../../app/monitoring/states.ts'
import { FakeClock } from '../../support/fake_clock.ts'
import { type OwnDatabase, ownDatabase } from '../../support/own_database.ts'
import { MINUTE, WatchedHosts } from '../../support/watched_hosts.ts'

const NOON = Date.parse('2026-06-03T12:00:00Z')
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

test.group('History', (group) => {
  let database: OwnDatabase
  let hosts: WatchedHosts
  group.each.setup(async () => {
    database = await ownDatabase()
    hosts = await WatchedHosts.on(database.pool)
    return () => database.drop()
  })

  const HOURS = `SELECT hour, result_count, value_count, mean, low, high, worst_state, metric FROM hourly_results
    JOIN series ON series.id = series_id ORDER BY metric, hour`
  const parts = async () =>
    (
      await hosts.rows<{ name: string }>(
        `SELECT inhrelid::regclass::text AS name FROM pg_inherits
         WHERE inhparent IN ('results'::regclass, 'hourly_results'::regclass) ORDER BY 1`
      )
    ).map(({ name }) => name)

  test('is gathered by the hour, once that is over', async ({ assert }) => {
    const own = await hosts.watch()
    const metrics = [{ name: 'free', value: 5 }]
    await hosts.result(own, NOON, 'ok', { value: 10, metrics })
    await hosts.result(own, NOON + 20 * MINUTE, 'major', { value: 40 })
    await hosts.result(own, NOON + 40 * MINUTE, 'ok', { value: null })
    await hosts.result(own, NOON + HOUR, 'ok', { value: 7 })
    assert.equal(await gatherHours(database.pool, NOON + HOUR + MINUTE), 0)
    assert.equal(await gatherHours(database.pool, NOON + HOUR + 15 * MINUTE), 1)
    const row = { hour: new Date(NOON), worst_state: severityOf('major') }
    assert.deepEqual(await hosts.rows(HOURS), [
      { ...row, ...{ result_count: 3, value_count: 2, mean: 25, low: 10, high: 40, metric: '' } },
      {
        ...{ ...row, worst_state: severityOf('ok') },
        ...{ result_count: 1, value_count: 1, mean: 5, low: 5, high: 5, metric: 'free' },
      },
    ])
    assert.equal(await gatherHours(database.pool, NOON + HOUR + 15 * MINUTE), 0)
  })

  test('of an hour that gets results later is gathered again', async ({ assert }) => {
    const own = await hosts.watch()
    await hosts.result(own, NOON, 'ok', { value: 10 })
    await hosts.result(own, NOON + 2 * HOUR, 'ok', { value: 10 })
    await gatherHours(database.pool, NOON + 2 * HOUR)
    await hosts.result(own, NOON + 30 * MINUTE, 'ok', { value: 30 })
    await gatherHours(database.pool, NOON + 2 * HOUR)
    const [hour] = await hosts.rows<{ mean: number; result_count: number }>(HOURS)
    assert.deepInclude(hour, { mean: 20, result_count: 2 })
  })

  test('is dropped in whole parts, each when all of it is old', async ({ assert }) => {
    const own = await hosts.watch()
    for (const days of [45, 38, 10, 0]) await hosts.result(own, NOON - days * DAY)
    await gatherHours(database.pool, NOON + 2 * HOUR)
    const dropped = await dropOld(database.pool, NOON, { rawDays: 30, hourlyDays: 730 })
    assert.deepEqual(dropped, ['results_20260413', 'results_20260420'])
    assert.deepEqual(await parts(), [
      ...['hourly_results_20260401', 'hourly_results_20260501', 'hourly_results_20260601'],
      ...['results_20260518', 'results_20260601'],
    ])
    assert.lengthOf(await hosts.rows(HOURS), 4, 'the hours are kept')
    const again = await dropOld(database.pool, NOON, { rawDays: 30, hourlyDays: 30 })
    assert.deepEqual(again, ['hourly_results_20260401'])
  })

  test('of what happened goes with its age, but for what is open', async ({ assert }) => {
    const [old, open] = [await hosts.watch(), await hosts.watch()]
    await hosts.alert()
    for (const state of ['major', 'ok'] as const) await hosts.result(old, NOON - 800 * DAY, state)
    await hosts.result(old, NOON - 800 * DAY + MINUTE, 'ok')
    await hosts.result(open, NOON - 800 * DAY, 'major')
    await database.pool.query(`UPDATE notifications SET created_at = $1`, [
      new Date(NOON - 800 * DAY),
    ])
    await database.pool.query(
      `UPDATE notifications SET status = 'sent' WHERE (content->'host'->>'id')::int = $1`,
      [old.host.id]
    )
    await dropOld(database.pool, NOON, { rawDays: 30, hourlyDays: 730 })
    assert.isEmpty(await hosts.rows('SELECT FROM transitions'))
    assert.deepEqual(await hosts.rows('SELECT host_id FROM incidents'), [{ host_id: open.host.id }])
    const left = await hosts.rows<{ status: string }>('SELECT status FROM notifications')
    assert.deepEqual(
      left.map(({ status }) => status),
      ['waiting']
    )
  })

  test('of a deleted host is cleared away, and nothing else', async ({ assert }) => {
    const [gone, kept] = [await hosts.watch(), await hosts.watch()]
    for (const each of [gone, kept])
      await hosts.result(each, NOON, 'ok', { metrics: [{ name: 'a', value: 1 }] })
    await gatherHours(database.pool, NOON + 2 * HOUR)
    await database.pool.query('DELETE FROM hosts WHERE id = $1', [gone.host.id])
    assert.equal(await clearDeleted(database.pool), 0, 'what is on its way is waited for')
    await database.pool.query(`UPDATE deleted_series SET deleted_at = now() - interval '1 hour'`)
    assert.equal(await clearDeleted(database.pool), 2)
    for (const table of ['results', 'hourly_results'])
      assert.lengthOf(await hosts.rows(`SELECT FROM ${table}`), 2, table)
    assert.isEmpty(await hosts.rows('SELECT FROM deleted_series'))
  })

  test('is left alone while the clock is in doubt, and System Logs say so once', async ({
    assert,
  }) => {
    const clock = new FakeClock(NOON)
    const log = createSystemLog(database.pool, () => undefined)
    const keeper = keepClock(database.pool, clock, log, async () => false)
    assert.isFalse(keeper.isBelieved(), 'before the first look nobody knows')
    await keeper.look()
    assert.isTrue(keeper.isBelieved())
    clock.set(NOON + 3650 * DAY)
    for (let count = 0; count < 3; count++) {
      clock.advance(MINUTE)
      await keeper.look()
      assert.isFalse(keeper.isBelieved())
    }
    const anew = keepClock(database.pool, clock, log, async () => false)
    await anew.look()
    assert.isFalse(anew.isBelieved(), 'a restart does not help')
    await database.pool.query('UPDATE clock_knowledge SET jumped_ms = NULL, doubted_at = NULL')
    await anew.look()
    assert.isTrue(anew.isBelieved(), 'somebody has confirmed it')
    await log.flush()
    const logs = await hosts.rows<{ message: string }>('SELECT message FROM system_logs')
    assert.lengthOf(logs, 1)
    assert.match(logs[0].message, /^The clock was set by more than an hour/)
  })
})
