import { test } from '@japa/runner'
import { eventually } from '../support/eventually.ts'
import { ownDatabase, type OwnDatabase } from '../support/own_database.ts'
import { inFull, isFull, tell } from '../support/survival.ts'
import { accountOf, sentenceOf } from './account.ts'
import type { CoreProcess } from './core_process.ts'
import { Fleet } from './fleet.ts'
import { buildProduct } from './product.ts'

/** That of a core which was ended by a take-over. */
const LOST = 75
const TAKES_OVER_WITHIN_MS = inFull(30_000, 90_000)
const STOPPED_WITHIN_MS = 60_000

test.group('Two cores on one database', (group) => {
  let database: OwnDatabase
  let fleet: Fleet
  group.each.setup(async () => {
    await buildProduct()
    database = await ownDatabase()
    fleet = await Fleet.make(database, 4)
    return async () => {
      await fleet.end()
      await database.drop()
    }
  })

  /** One that works, and one that waits. */
  async function startBoth() {
    const working = fleet.startCore('a')
    await working.untilIt('working')
    const waiting = fleet.startCore('b')
    await waiting.untilIt('standby')
    await fleet.resultsAfter(await fleet.now())
    return { working, waiting }
  }

  /** While it holds the epoch, which the other one needs. @returns false when it was not inside a transaction just then */
  async function stopInTransaction(core: CoreProcess): Promise<boolean> {
    core.send('SIGSTOP')
    // What it had sent by then, the database still does.
    const isHeld =
      (await holdsEpoch()) && (await fleet.rows('SELECT pg_sleep(0.1)')) && (await holdsEpoch())
    if (!isHeld) core.send('SIGCONT')
    return isHeld
  }

  async function holdsEpoch(): Promise<boolean> {
    const rows = await fleet.rows(
      `SELECT FROM pg_locks WHERE relation = 'core_lease'::regclass AND mode = 'RowShareLock'
         AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`
    )
    return rows.length > 0
  }

  /** Full: the lease runs out by itself. Else its end is brought forward, by the database's clock. */
  async function untilTakenOver(by: CoreProcess): Promise<number> {
    const startedAt = performance.now()
    if (!isFull)
      await fleet.rows(`UPDATE core_lease SET expires_at = now() - interval '1 microsecond'`)
    await by.untilIt('working', TAKES_OVER_WITHIN_MS)
    const seconds = (performance.now() - startedAt) / 1000
    await fleet.resultsAfter(await fleet.now())
    return seconds
  }

  test('one works, and the other takes over when it is killed', async ({ assert }) => {
    const { working, waiting } = await startBoth()
    assert.notInclude(waiting.said, 'working')
    await working.end('SIGKILL')
    const seconds = await untilTakenOver(waiting)
    // The first one comes back, waits, and has its turn when the second one ends in order.
    const again = fleet.startCore('a')
    await again.untilIt('standby')
    assert.equal(await waiting.end('SIGTERM'), 0)
    await again.untilIt('working', TAKES_OVER_WITHIN_MS)
    await fleet.resultsAfter(await fleet.now())
    assert.equal(await again.end('SIGTERM'), 0)
    const account = await accountOf(database.pool)
    tell(
      3,
      'take-over by the lease, 0 lost, 0 twice',
      `${seconds.toFixed(1)} s, ${sentenceOf(account)}`
    )
    assert.containSubset(account, { lost: 0, twice: 0 })
  })

  test('one that was stopped past its lease stores nothing more, and ends', async ({ assert }) => {
    const { working, waiting } = await startBoth()
    await eventually('it is stopped', () => stopInTransaction(working), STOPPED_WITHIN_MS)
    await untilTakenOver(waiting)
    const [before] = await fleet.rows<{ epoch: number }>('SELECT epoch FROM core_lease')
    working.send('SIGCONT')
    await eventually('the stale core has ended', () => working.hasEnded, TAKES_OVER_WITHIN_MS)
    assert.equal(working.child.exitCode, LOST)
    await fleet.resultsAfter(await fleet.now())
    const [after] = await fleet.rows<{ epoch: number }>('SELECT epoch FROM core_lease')
    assert.equal(after.epoch, before.epoch, 'nobody took the lease back')
    assert.isFalse(waiting.hasEnded)
    assert.equal(await waiting.end('SIGTERM'), 0)
    const account = await accountOf(database.pool)
    tell(
      3,
      'stale batches refused, 0 twice',
      `exit ${LOST} of the stale core, ${sentenceOf(account)}`
    )
    assert.containSubset(account, { lost: 0, twice: 0 })
  })

  test('one that waits ends in order when it is asked to', async ({ assert }) => {
    const { working, waiting } = await startBoth()
    assert.equal(await waiting.end('SIGTERM'), 0)
    await fleet.resultsAfter(await fleet.now())
    assert.isFalse(working.hasEnded)
  })
})
