import { test } from '@japa/runner'
import type { About } from '../../../agent/protocol/run.ts'
import { rememberFacts } from '../../../app/monitoring/agent_link/remember_facts.ts'
import { loadConfiguration } from '../../../app/monitoring/configuration/load_configuration.ts'
import { eventually } from '../../support/eventually.ts'
import { type OwnDatabase, ownDatabase } from '../../support/own_database.ts'
import { WatchedHosts } from '../../support/watched_hosts.ts'

/** What is learned of a host, or kept of it, but set by nobody. */
const FACTS = ['id', 'protocol_version', 'about', 'created_at', 'updated_at']

test.group('Facts about agents', (group) => {
  let database: OwnDatabase
  let hosts: WatchedHosts
  group.each.setup(async () => {
    database = await ownDatabase()
    hosts = await WatchedHosts.on(database.pool)
    return () => database.drop()
  })

  const revision = async () =>
    Number((await hosts.rows('SELECT revision FROM configuration_revision'))[0].revision)

  test('are no change of the configuration, and all that people set is one', async ({ assert }) => {
    await hosts.watch()
    const columns = await hosts.rows<{ column_name: string }>(
      `SELECT column_name FROM information_schema.columns WHERE table_name = 'hosts'`
    )
    const names = columns.map((row) => row.column_name)
    assert.includeMembers(names, FACTS)
    for (const name of names.filter((each) => each !== 'id')) {
      const before = await revision()
      await hosts.rows(`UPDATE hosts SET ${name} = ${name}`)
      assert.equal((await revision()) > before, !FACTS.includes(name), name)
    }
    const before = await revision()
    await hosts.rows('DELETE FROM hosts')
    assert.isAbove(await revision(), before)
  })

  test('are stored, and what is spoken is known after a restart', async ({ assert }) => {
    const own = await hosts.watch()
    const remember = rememberFacts(database.pool, (error) => assert.fail(String(error)))
    const known = async () => {
      const { assignments } = await loadConfiguration(database.pool, (text) => text)
      return assignments.get(own.key)!.host.protocolVersion
    }
    assert.isNull(await known())
    remember(own.host, { protocolVersion: 1, about: null })
    await eventually('version 1', async () => (await known()) === 1)
    const about = { protocol: 2, hostname: 'web' } as About
    remember(own.host, { protocolVersion: 2, about })
    await eventually('version 2', async () => (await known()) === 2)
    assert.deepEqual(await hosts.rows('SELECT about FROM hosts'), [{ about }])
  })

  test('that cannot be stored are told', async ({ assert }) => {
    const own = await hosts.watch()
    const troubles: unknown[] = []
    const remember = rememberFacts(database.pool, (error) => troubles.push(error))
    await hosts.rows('ALTER TABLE hosts RENAME about TO elsewhere')
    remember(own.host, { protocolVersion: 1, about: null })
    await eventually('the trouble', () => troubles.length === 1)
    assert.lengthOf(troubles, 1)
  })
})
