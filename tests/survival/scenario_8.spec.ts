import { join } from 'node:path'
import { test } from '@japa/runner'
import { temporaryFolder } from '../../agent/tests/support/temporary.ts'
import { addressingOf } from '../../app/monitoring/alert/addressing.ts'
import { startClassifier } from '../../app/monitoring/classify/classifier.ts'
import { systemClock, type Clock } from '../../app/monitoring/clock.ts'
import { startCore } from '../../app/monitoring/core.ts'
import { dropOld } from '../../app/monitoring/history/drop_old.ts'
import { keepClock } from '../../app/monitoring/history/keep_clock.ts'
import { createSystemLog } from '../../app/monitoring/logs/system_log.ts'
import { recallPoints } from '../../app/monitoring/store/recall_points.ts'
import { eventually } from '../support/eventually.ts'
import { ownDatabase, type OwnDatabase } from '../support/own_database.ts'
import { inFull, tell } from '../support/survival.ts'
import { Fleet, PLUGINS } from './fleet.ts'

const HOSTS = 3
const ASSIGNMENTS = HOSTS * PLUGINS.length
/** After each time the clock is set, every assignment is to have so many results. */
const RESULTS_EACH = inFull(2, 30)
const DAY_MS = 86_400_000
const RETENTION = { rawDays: 30, hourlyDays: 730 }

const SETTINGS: [name: string, byMs: number][] = [
  ['+1 hour', 3_600_000],
  ['+1 day', DAY_MS],
  ['+10 years', 3653 * DAY_MS],
  ['-10 years', -3653 * DAY_MS],
  ['-1 hour', -3_600_000],
  ['-1 day', -DAY_MS],
]

/** That of this machine, set by somebody. */
class SetClock implements Clock {
  constructor(public offsetMs = 0) {}
  now = () => systemClock.now() + this.offsetMs
  monotonic = () => systemClock.monotonic()
  after = (delayMs: number, callback: () => void) => systemClock.after(delayMs, callback)
}

test.group('When the clock is set', (group) => {
  let database: OwnDatabase
  let fleet: Fleet
  const stops: (() => unknown)[] = []

  group.each.setup(async () => {
    database = await ownDatabase()
    fleet = await Fleet.make(database, HOSTS)
    stops.push(
      () => database.drop(),
      () => fleet.end()
    )
    return async () => {
      for (const stop of stops.splice(0).reverse()) await stop()
    }
  })

  async function start(clock: Clock) {
    const { pool } = database
    const log = createSystemLog(pool, () => undefined)
    const same = (text: string) => text
    const classifier = startClassifier({
      onFault: () => undefined,
      historiesOf: (lacking) => recallPoints(pool, lacking),
    })
    stops.push(() => classifier.stop())
    const core = await startCore({
      ...{ pool, clock, log, classifier, holder: 'test', decrypt: same },
      addressing: addressingOf(same, same),
      spoolPath: join(temporaryFolder(), 'core.jsonl'),
      onLost: () => undefined,
    })
    stops.push(() => core.stop())
    const keeper = keepClock(pool, clock, log, async () => false)
    const keepHouse = async () => {
      await keeper.look()
      if (keeper.isBelieved()) await dropOld(pool, clock.now(), RETENTION)
    }
    await keepHouse()
    return { keepHouse }
  }

  const count = async (sql: string, ...values: unknown[]) =>
    (await fleet.rows<{ count: number }>(sql, ...values))[0].count

  const results = () => count(`SELECT count(*)::int FROM ${MAIN}`)

  /** Waits until there are new results of all. */
  async function resultsCome(more = RESULTS_EACH * ASSIGNMENTS) {
    const before = await results()
    await eventually(
      'results',
      async () => (await results()) >= before + more,
      inFull(40_000, 120_000)
    )
    await fleet.resultsAfter(new Date(0))
  }

  test('results go on, none comes twice and nothing is dropped', async ({ assert }) => {
    const clock = new SetClock()
    const { keepHouse } = await start(clock)
    await resultsCome()
    let most = 0
    for (const [name, byMs] of SETTINGS) {
      const leftAt = new Date(clock.now())
      clock.offsetMs += byMs
      const arrivedAt = new Date(clock.now() - 1000)
      const before = await results()
      await keepHouse()
      await resultsCome()
      const dropped = Math.max(0, before - (await results()))
      const caughtUp = byMs < 0 ? 0 : await count(CAUGHT_UP, leftAt, arrivedAt)
      most = Math.max(most, caughtUp)
      const twice = await count(TWICE)
      tell(
        8,
        `${name}: 0 twice, 0 dropped, at most 1 catch-up`,
        `${twice} twice, ${dropped} dropped, ${caughtUp} catch-up`
      )
      assert.equal(twice, 0, name)
      assert.equal(dropped, 0, name)
    }
    assert.isAtMost(most, 1)
  }).timeout(inFull(150_000, 900_000))

  test('a start in 1970 sees, and goes on when the time is known', async ({ assert }) => {
    const clock = new SetClock(-systemClock.now())
    const { keepHouse } = await start(clock)
    await resultsCome()
    const before = await results()
    clock.offsetMs = 0
    await keepHouse()
    await resultsCome()
    assert.isAtLeast(await results(), before)
    const [old, twice] = [
      await count(`SELECT count(*)::int FROM ${MAIN} WHERE slot < '1971-01-01'`),
      await count(TWICE),
    ]
    tell(8, 'start in 1970: results go on, 0 twice', `${old} results of 1970 kept, ${twice} twice`)
    assert.equal(twice, 0)
    assert.isAtLeast(old, RESULTS_EACH * ASSIGNMENTS)
  }).timeout(inFull(100_000, 300_000))
})

const MAIN = `(SELECT s.host_id, s.check_id, s.plugin_id, r.slot FROM results r JOIN series s ON s.id = r.series_id
  WHERE s.metric = '' AND s.instance = '') AS main`

/** The most results of one assignment between two times. */
const CAUGHT_UP = `
  SELECT coalesce(max(count), 0)::int AS count FROM (
    SELECT count(*) FROM ${MAIN} WHERE slot > $1 AND slot < $2 GROUP BY host_id, check_id, plugin_id) t`

/** Slots that are a result and a miss. A range holds those that lie whole seconds after its first. */
const TWICE = `
  SELECT count(*)::int FROM ${MAIN} JOIN misses m USING (host_id, check_id, plugin_id)
  WHERE slot BETWEEN from_slot AND to_slot
    AND date_part('milliseconds', slot)::int % 1000 = date_part('milliseconds', from_slot)::int % 1000`
