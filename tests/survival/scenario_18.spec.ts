import { test } from '@japa/runner'
import type { Pool } from 'pg'
import { loadConfiguration } from '../../app/monitoring/configuration/load_configuration.ts'
import { stateOf, type State } from '../../app/monitoring/states.ts'
import { acquireLease } from '../../app/monitoring/store/lease.ts'
import { postgresStore } from '../../app/monitoring/store/store.ts'
import { FakeClock } from '../support/fake_clock.ts'
import { ownDatabase, type OwnDatabase } from '../support/own_database.ts'
import { tell } from '../support/survival.ts'
import { WatchedHosts } from '../support/watched_hosts.ts'

const DEPTH = 1000
/** However deep it is. */
const MOST_STATEMENTS = 20
const addressing = { recipientsOf: () => [], optionsFor: () => '' }

test.group('Groups and services in each other', (group) => {
  let database: OwnDatabase
  let hostId: number
  let checkId: number

  group.each.setup(async () => {
    database = await ownDatabase()
    const hosts = await WatchedHosts.on(database.pool)
    const watched = await hosts.watch()
    hostId = watched.host.id
    checkId = watched.check.id
    await hosts.result(watched, Date.parse('2026-01-01T00:00:00Z'), 'critical')
    await run(`UPDATE core_lease SET expires_at = '-infinity'`)
    await run('DELETE FROM check_hosts')
    return () => database.drop()
  })

  const run = async (sql: string, ...values: unknown[]) =>
    (await database.pool.query(sql, values)).rows as Record<string, number>[]

  /** G1 holds G2 and so on; the last one holds the host. */
  async function nestGroups() {
    await run(
      `INSERT INTO host_groups (name) SELECT 'G' || n FROM generate_series(1, $1::int) n`,
      DEPTH
    )
    await run(
      `INSERT INTO host_group_groups SELECT outside.id, inside.id FROM generate_series(1, $1::int - 1) n
       JOIN host_groups outside ON outside.name = 'G' || n JOIN host_groups inside ON inside.name = 'G' || n + 1`,
      DEPTH
    )
    await run(
      `INSERT INTO host_group_hosts SELECT id, $2 FROM host_groups WHERE name = 'G' || $1::int`,
      ...[DEPTH, hostId]
    )
    await run(
      `INSERT INTO check_host_groups SELECT $1, id FROM host_groups WHERE name = 'G1'`,
      checkId
    )
  }

  /** S1 needs S2 and so on; the last one needs the outermost group. */
  async function nestServices() {
    await run(
      `INSERT INTO services (name) SELECT 'S' || n FROM generate_series(1, $1::int) n`,
      DEPTH
    )
    await run(
      `INSERT INTO service_dependencies (service_id, needed_service_id)
       SELECT user_.id, needed.id FROM generate_series(1, $1::int - 1) n
       JOIN services user_ ON user_.name = 'S' || n JOIN services needed ON needed.name = 'S' || n + 1`,
      DEPTH
    )
    await run(
      `INSERT INTO service_dependencies (service_id, host_group_id)
       SELECT s.id, g.id FROM services s, host_groups g WHERE s.name = 'S' || $1::int AND g.name = 'G1'`,
      DEPTH
    )
  }

  /** The last one holds the first one, and some hold themselves. */
  async function closeCircles() {
    await run(
      `INSERT INTO host_group_groups SELECT a.id, b.id FROM host_groups a, host_groups b
       WHERE (a.name = 'G' || $1::int AND b.name = 'G1') OR (a.id = b.id AND a.id % 10 = 0)`,
      DEPTH
    )
    await run(
      `INSERT INTO service_dependencies (service_id, needed_service_id) SELECT a.id, b.id FROM services a, services b
       WHERE (a.name = 'S' || $1::int AND b.name = 'S1') OR (a.id = b.id AND a.id % 10 = 0)`,
      DEPTH
    )
  }

  /** What a core does that takes over this configuration. @returns all kinds of health there are then, and how it went */
  async function configure() {
    const counted = countQueries(database.pool)
    const startedAt = performance.now()
    const configuration = await loadConfiguration(counted.pool, (text) => text)
    const epoch = (await acquireLease(counted.pool, 'configures'))!
    const clock = new FakeClock('2026-01-02T00:00:00Z')
    await postgresStore(counted.pool, clock, epoch, addressing).configure(configuration)
    const ms = Math.round(performance.now() - startedAt)
    const states = async (table: string): Promise<State[]> =>
      (await run(`SELECT state, count(*)::int FROM ${table} GROUP BY 1`)).flatMap((row) =>
        Array.from({ length: row.count }, () => stateOf(row.state))
      )
    const [groups, services] = [await states('host_group_health'), await states('service_health')]
    const health = {
      host: stateOf((await run('SELECT state FROM host_health'))[0].state),
      groups,
      services,
    }
    return { health, ms, queries: counted.queries(), assignments: configuration.assignments.size }
  }

  const all = (state: State) => Array.from({ length: DEPTH }, () => state)

  for (const isCircle of [false, true]) {
    const shape = isCircle ? 'in circles and in themselves' : `${DEPTH} deep`
    test(`${shape}: all have the health of the one host`, async ({ assert }) => {
      await nestGroups()
      await nestServices()
      if (isCircle) await closeCircles()
      const { health, ms, queries, assignments } = await configure()
      tell(18, `all of ${2 * DEPTH} critical, < 1 s`, `${shape}: ${ms} ms, ${queries} statements`)
      assert.equal(assignments, 1)
      assert.isAtMost(queries, MOST_STATEMENTS)
      assert.deepEqual(health, {
        host: 'critical',
        groups: all('critical'),
        services: all('critical'),
      })
    })
  }
})

/** The same pool, and how often it was asked. */
function countQueries(pool: Pool) {
  let count = 0
  const counted = new Proxy(pool, {
    get(target, name) {
      if (name === 'query' || name === 'connect') count++
      const value = Reflect.get(target, name) as unknown
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  return { pool: counted, queries: () => count }
}
