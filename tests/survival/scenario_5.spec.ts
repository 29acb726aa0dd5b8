import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { test } from '@japa/runner'
import pg from 'pg'
import { temporaryFolder } from '../../agent/tests/support/temporary.ts'
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../app/supervisor/embedded_postgres.ts'
import { eventually } from '../support/eventually.ts'
import { migrate } from '../support/own_database.ts'
import { SeededRandom } from '../support/seeded_random.ts'
import { inFull, tell } from '../support/survival.ts'
import { accountOf, sentenceOf } from './account.ts'
import type { CoreProcess } from './core_process.ts'
import { Fleet } from './fleet.ts'
import { buildProduct, endNow } from './product.ts'

const HOSTS = 6
const SPOOLED_SLOTS = inFull(30, 7200)
const RESTARTS = inFull(4, 100)
const LONGEST_LIFE_MS = 1500

interface SpooledLine {
  key: string
  slot: number
}

/** A PostgreSQL of its own, which goes away and comes back. */
test.group('While the database is away', (group) => {
  const password = randomBytes(12).toString('hex')
  let folder: string
  let postgres: EmbeddedPostgres
  let isUp = false
  let pool: pg.Pool
  let fleet: Fleet

  group.setup(async () => {
    await buildProduct()
    folder = join(temporaryFolder(), 'postgres')
    await startDatabase()
    await migrate(postgres.url)
    pool = new pg.Pool({ connectionString: postgres.url, max: 3 })
    pool.on('error', () => undefined)
    fleet = await Fleet.make({ url: postgres.url, pool }, HOSTS)
    return async () => {
      await fleet.end()
      await pool.end()
      await postgres.stop()
    }
  })

  // What one test has left must not fail the next.
  group.each.teardown(async () => {
    for (const core of fleet.cores) await core.end('SIGKILL')
    if (!isUp) await startDatabase()
  })

  async function startDatabase() {
    isUp = true
    postgres = await startEmbeddedPostgres(folder, password)
  }

  /** Tells one start of the database from another. */
  async function begun(): Promise<string> {
    const sql = 'SELECT pg_postmaster_start_time()::text AS begun'
    return (await fleet.rows<{ begun: string }>(sql))[0].begun
  }

  /** The answers that lie in the spool, each once. */
  function spooled(): SpooledLine[] {
    if (!existsSync(fleet.spoolOf())) return []
    const lines = readFileSync(fleet.spoolOf(), 'utf8').split('\n')
    return lines.flatMap((line) => {
      try {
        const { key, slot } = JSON.parse(line) as SpooledLine
        return slot === undefined ? [] : [{ key, slot }]
      } catch {
        return []
      }
    })
  }

  /** How many of these answers have no result now. */
  async function lostOf(lines: SpooledLine[]): Promise<number> {
    const [{ lost }] = await fleet.rows<{ lost: number }>(
      `SELECT count(*)::int AS lost FROM unnest($1::text[], $2::timestamptz[]) AS line (key, slot)
       WHERE NOT EXISTS (SELECT FROM results r JOIN series s ON s.id = r.series_id
         WHERE concat_ws(':', host_id, check_id, plugin_id) = key AND r.slot = line.slot
           AND s.metric = '' AND s.instance = '')`,
      lines.map((line) => line.key),
      lines.map((line) => new Date(line.slot))
    )
    return lost
  }

  /** @returns what was in the spool last, seconds until all was stored and new results came */
  async function outage(core: CoreProcess, during: () => Promise<void> = async () => undefined) {
    isUp = false
    await postgres.stop()
    const isEnough = () => {
      if (core.hasEnded) throw new Error(`The core has ended: ${core.said}`)
      return spooled().length >= SPOOLED_SLOTS
    }
    await eventually('answers in the spool', isEnough, inFull(60_000, 900_000))
    await during()
    await startDatabase()
    const startedAt = performance.now()
    const lines = spooled()
    return { lines, seconds: () => (performance.now() - startedAt) / 1000 }
  }

  test('what was answered waits in the spool, and is stored when it is back', async ({
    assert,
  }) => {
    const core = fleet.startCore()
    await core.untilIt('working')
    await fleet.resultsAfter(await fleet.now())
    const { lines, seconds } = await outage(core)
    await fleet.resultsAfter(await fleet.now())
    const resumed = seconds()
    await eventually('the spool is empty', () => readFileSync(fleet.spoolOf()).length === 0)
    const lost = await lostOf(lines)
    assert.equal(await core.end('SIGTERM'), 0)
    const account = await accountOf(pool)
    tell(5, '0 lost', `${lost} of ${lines.length} answered, ${sentenceOf(account)}`)
    tell(5, 'new results within 10 s', `${resumed.toFixed(1)} s`)
    assert.equal(lost, 0)
    assert.containSubset(account, { lost: 0, twice: 0 })
  }).timeout(inFull(120_000, 1_200_000))

  test('a core that is killed meanwhile leaves it to the next one', async ({ assert }) => {
    const core = fleet.startCore()
    await core.untilIt('working')
    await fleet.resultsAfter(await fleet.now())
    const { lines } = await outage(core, async () => void (await core.end('SIGKILL')))
    const next = fleet.startCore()
    await next.untilIt('working')
    await fleet.resultsAfter(await fleet.now())
    await eventually('the spool is empty', () => readFileSync(fleet.spoolOf()).length === 0)
    const lost = await lostOf(lines)
    assert.equal(await next.end('SIGTERM'), 0)
    const account = await accountOf(pool)
    tell(5, '0 lost with a kill', `${lost} of ${lines.length} answered, ${sentenceOf(account)}`)
    assert.equal(lost, 0)
    assert.containSubset(account, { lost: 0, twice: 0 })
  }).timeout(inFull(120_000, 1_200_000))

  test('what another core has recorded as missed is not stored again', async ({ assert }) => {
    const core = fleet.startCore()
    await core.untilIt('working')
    await fleet.resultsAfter(await fleet.now())
    const { lines } = await outage(core, async () => void (await core.end('SIGKILL')))
    await fleet.rows(`UPDATE core_lease SET expires_at = '-infinity'`)
    const other = fleet.startCore('b')
    await other.untilIt('working')
    await fleet.resultsAfter(await fleet.now())
    assert.equal(await other.end('SIGTERM'), 0)
    const again = fleet.startCore()
    await again.untilIt('working')
    await fleet.resultsAfter(await fleet.now())
    await eventually('the spool is empty', () => readFileSync(fleet.spoolOf()).length === 0)
    assert.equal(await again.end('SIGTERM'), 0)
    const account = await accountOf(pool)
    tell(5, '0 twice after a take-over', `${sentenceOf(account)}, ${lines.length} spooled`)
    assert.containSubset(account, { lost: 0, twice: 0 })
  }).timeout(inFull(120_000, 1_200_000))

  test('nothing is lost when it is killed in the middle of transactions', async ({ assert }) => {
    const random = new SeededRandom()
    const core = fleet.startCore()
    await core.untilIt('working')
    for (let restart = 0; restart < RESTARTS; restart++) {
      await fleet.resultsAfter(await fleet.now())
      const before = await begun()
      // Not to wait for anything: the moment of the kill is the test.
      await pause(random.below(LONGEST_LIFE_MS))
      endNow(Number(readFileSync(join(folder, 'data', 'postmaster.pid'), 'utf8').split('\n')[0]))
      const isBack = async () => (await begun()) !== before
      await eventually('it is back', isBack, 60_000)
    }
    await fleet.resultsAfter(await fleet.now())
    assert.equal(await core.end('SIGTERM'), 0)
    const account = await accountOf(pool)
    tell(5, '0 lost', `${sentenceOf(account)} after ${RESTARTS} kills of seed ${random.seed}`)
    assert.containSubset(account, { lost: 0, twice: 0 })
  }).timeout(inFull(150_000, 1_800_000))
})
