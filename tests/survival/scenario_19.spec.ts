import { test } from '@japa/runner'
import { packageOf } from '../../agent/tests/support/packages.ts'
import { clearDeleted } from '../../app/monitoring/history/clear_deleted.ts'
import { importPackage } from '../../app/plugins/import_package.ts'
import { ownDatabase, type OwnDatabase } from '../support/own_database.ts'
import { SeededRandom } from '../support/seeded_random.ts'
import { inFull, tell } from '../support/survival.ts'
import { FINE, Fleet } from './fleet.ts'
import { buildProduct } from './product.ts'

const DELETIONS = inFull(60, 200)
/** Of each kind in one round. */
const AT_ONCE = 5
const EACH = Array.from({ length: AT_ONCE }, (_, n) => n)
const ROUNDS = Math.ceil(DELETIONS / AT_ONCE / 4)
const nameOf = (round: number, n: number) => `gone.${round}.${n}`
const KINDS = ['hosts', 'checks', 'plugins', 'services'] as const
const REFERENCES = {
  host_id: 'hosts',
  check_id: 'checks',
  plugin_id: 'plugins',
  service_id: 'services',
}

test.group('What is deleted while it is checked', (group) => {
  let database: OwnDatabase
  let fleet: Fleet
  group.setup(async () => {
    await buildProduct()
    database = await ownDatabase()
    fleet = await Fleet.make(database, 1)
    fleet.mock.say(slowAnswers())
    await fleet.rows(`UPDATE classifiers SET code = 'return "critical"', is_edited = true`)
    return async () => {
      await fleet.end()
      await database.drop()
    }
  })

  /** Slow and bad: while they run, and when they are stored, there is much to do. */
  function slowAnswers() {
    const slow = { value: 99, delay_ms: 200 }
    const names = Array.from({ length: ROUNDS }, (_, round) => EACH.map((n) => nameOf(round, n)))
    const plugins = Object.fromEntries(
      ['heartbeat', 'cpu', ...names.flat()].map((name) => [name, slow])
    )
    const hosts = EACH.map((n) => [`127.0.0.${n + 3}`, plugins])
    return { '127.0.0.2': FINE, ...Object.fromEntries(hosts) }
  }

  /** Some of each kind: a host with a check and a plugin of its own, and a service that needs it. */
  async function addRound(round: number) {
    for (const n of EACH) {
      const name = nameOf(round, n)
      await addPlugin(name)
      const host = await fleet.addHost(name, { address: `127.0.0.${n + 3}` })
      await fleet.rows(ADD_CHECK, name, host)
      await fleet.rows(ADD_SERVICE, name, host)
    }
  }

  async function addPlugin(id: string) {
    const client = await database.pool.connect()
    try {
      const archive = await packageOf({ '__init__.py': '' }, { id })
      await importPackage(client, archive, false)
      await client.query(
        `UPDATE classifiers SET code = 'return "critical"', is_edited = true
         WHERE plugin_id = (SELECT id FROM plugins WHERE identifier = $1)`,
        [id]
      )
    } finally {
      client.release()
    }
  }

  /** What of this kind may be deleted. */
  async function deletable(kind: (typeof KINDS)[number]) {
    const column = kind === 'plugins' ? 'identifier' : 'name'
    const sql = `SELECT id FROM ${kind} WHERE ${column} LIKE 'gone.%'`
    return (await fleet.rows<{ id: number }>(sql)).map(({ id }) => ({ kind, id }))
  }

  /** The rows that speak of something that is no more. */
  async function orphans(): Promise<string[]> {
    const columns = await fleet.rows<{ table_name: string; column_name: string }>(
      `SELECT table_name, column_name FROM information_schema.columns JOIN information_schema.tables
         USING (table_schema, table_name)
       WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND column_name = ANY($1)`,
      Object.keys(REFERENCES)
    )
    const found: string[] = []
    for (const { table_name, column_name } of columns) {
      const parent = REFERENCES[column_name as keyof typeof REFERENCES]
      const [{ count }] = await fleet.rows<{ count: number }>(
        `SELECT count(*)::int FROM ${table_name} t WHERE ${column_name} IS NOT NULL
           AND NOT EXISTS (SELECT FROM ${parent} p WHERE p.id = t.${column_name})`
      )
      if (count > 0) found.push(`${count} of ${table_name}.${column_name}`)
    }
    const [{ count }] = await fleet.rows<{ count: number }>(
      'SELECT count(*)::int FROM results WHERE series_id NOT IN (SELECT id FROM series)'
    )
    return count > 0 ? [...found, `${count} of results`] : found
  }

  test('leaves nothing behind, and the core goes on', async ({ assert }) => {
    const random = new SeededRandom()
    const core = fleet.startCore()
    await core.untilIt('working')
    let deleted = 0
    for (let round = 0; round < ROUNDS; round++) {
      await addRound(round)
      await fleet.resultsAfter(await fleet.now(), 60_000)
      const left = await Promise.all(KINDS.map(deletable))
      for (const all = left.flat(); all.length > 0;) {
        const [{ kind, id }] = all.splice(random.below(all.length), 1)
        await fleet.rows(`DELETE FROM ${kind} WHERE id = $1`, id)
        deleted++
      }
    }
    await fleet.resultsAfter(await fleet.now())
    assert.isFalse(core.hasEnded)
    assert.equal(await core.end('SIGTERM'), 0)
    // As if ten minutes had passed: nothing comes any more.
    await fleet.rows(`UPDATE deleted_series SET deleted_at = now() - interval '1 hour'`)
    await clearDeleted(database.pool)
    const found = await orphans()
    const errors = await fleet.rows(`SELECT message FROM system_logs WHERE level = 'error'`)
    const said = core.said.split('\n').filter((line) => line && !line.startsWith('{"core"'))
    const seen = `${found.length} kinds of orphans, ${errors.length + said.length} lines of errors`
    tell(19, 'no orphan, no error', `${seen} after ${deleted} deletions of seed ${random.seed}`)
    assert.deepEqual(found, [])
    assert.deepEqual(errors, [])
    assert.deepEqual(said, [])
  }).timeout(inFull(150_000, 900_000))
})

const ADD_CHECK = `
  WITH added AS (INSERT INTO checks (name) VALUES ($1) RETURNING id),
  host AS (INSERT INTO check_hosts SELECT id, $2 FROM added),
  scheduled AS (INSERT INTO schedule_checks SELECT schedules.id, added.id FROM schedules, added)
  INSERT INTO check_plugins SELECT added.id, plugins.id FROM added, plugins WHERE identifier IN ('heartbeat', $1)`
const ADD_SERVICE = `
  WITH added AS (INSERT INTO services (name) VALUES ($1) RETURNING id)
  INSERT INTO service_dependencies (service_id, host_id) SELECT id, $2 FROM added`
