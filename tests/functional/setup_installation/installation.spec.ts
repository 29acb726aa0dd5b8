import { fileURLToPath } from 'node:url'
import { test } from '@japa/runner'
import { packFiles } from '../../../agent/protocol/pack.ts'
import { importPackage } from '../../../app/plugins/import_package.ts'
import { prepareInstallation } from '../../../app/setup/prepare_installation.ts'
import { manifest } from '../../support/assignments.ts'
import { type OwnDatabase, ownDatabase } from '../../support/own_database.ts'

const BUNDLED = fileURLToPath(new URL('../../../plugins-bundled', import.meta.url))
const AGENT = {
  ...{ agent_id: 'agent-1', address: '127.0.0.1', port: 4048, key: 'first' },
  certificate_pem: 'certificate',
}

function packageOf(version: number, rule: string) {
  const { advice: _, ...rest } = { ...manifest('own_plugin'), version, advice: undefined }
  const file = (path: string, text: string) => ({
    ...{ path, content: Buffer.from(text), executable: false },
  })
  return packFiles('own_plugin', [
    file('manifest.json', JSON.stringify(rest)),
    file('classifier.lua', rule),
    file('index.js', 'export default () => ({ value: 1 })'),
  ])
}

test.group('Installation', (group) => {
  let database: OwnDatabase
  group.each.setup(async () => {
    database = await ownDatabase()
    return () => database.drop()
  })

  async function rows<Row>(sql: string): Promise<Row[]> {
    return (await database.pool.query(sql)).rows as Row[]
  }

  async function take(archive: Buffer) {
    const client = await database.pool.connect()
    return importPackage(client, archive, false).finally(() => client.release())
  }

  /** All that people can change, whole. */
  async function everything() {
    const tables = [
      ...['plugins', 'plugin_versions', 'classifiers', 'limits', 'checks', 'check_hosts'],
      ...['check_plugins', 'schedules', 'intervals', 'schedule_checks', 'hosts'],
    ]
    const found: Record<string, unknown> = {}
    for (const name of tables) found[name] = await rows(`SELECT * FROM ${name} ORDER BY 1, 2`)
    return found
  }

  const prepare = (agent: typeof AGENT | null = AGENT) =>
    prepareInstallation(database.pool, BUNDLED, agent, (text) => `encrypted ${text}`)
  const rules = () => rows<{ code: string }>('SELECT code FROM classifiers')

  test('brings the bundled plugins, this machine and what to watch on it', async ({ assert }) => {
    await prepare()
    const plugins = await rows<{ identifier: string }>('SELECT identifier FROM plugins ORDER BY 1')
    assert.deepEqual(
      plugins.map((row) => row.identifier),
      ['cpu', 'disk_space', 'heartbeat', 'load', 'memory', 'updates']
    )
    const watched = await rows<{ count: number }>(
      `SELECT count(*)::int FROM check_hosts JOIN check_plugins USING (check_id)
       JOIN schedule_checks USING (check_id) JOIN intervals USING (schedule_id)`
    )
    assert.equal(watched[0].count, 6)
    const [host] = await rows<{ is_self: boolean; encrypted_key: string }>('SELECT * FROM hosts')
    assert.deepInclude(host, { is_self: true, encrypted_key: 'encrypted first', port: 4048 })
  })

  test('done again changes nothing', async ({ assert }) => {
    await prepare()
    const first = await everything()
    await prepare()
    assert.deepEqual(await everything(), first)
  })

  test('done again leaves alone what people have changed, but takes the new key', async ({
    assert,
  }) => {
    await prepare()
    await database.pool.query(`
      DELETE FROM schedule_checks;
      UPDATE checks SET paused_at = now() WHERE name = 'Updates';
      DELETE FROM check_plugins WHERE plugin_id = (SELECT id FROM plugins WHERE identifier = 'cpu');
      UPDATE hosts SET name = 'renamed';
      UPDATE classifiers SET code = 'return "ok"', is_edited = true;`)
    const { hosts: _, ...first } = await everything()
    await prepare({ ...AGENT, key: 'second', port: 4049 })
    const { hosts, ...second } = await everything()
    assert.deepEqual(second, first)
    assert.lengthOf(hosts as unknown[], 1)
    const changed = { name: 'renamed', encrypted_key: 'encrypted second', port: 4049 }
    assert.deepInclude((hosts as object[])[0], changed)
  })

  test('does not watch again a host that was taken from a check', async ({ assert }) => {
    await prepare()
    await database.pool.query('DELETE FROM check_hosts')
    await prepare()
    assert.isEmpty(await rows('SELECT FROM check_hosts'))
  })

  test('replaces the rule of a plugin by that of its new version', async ({ assert }) => {
    assert.isTrue((await take(await packageOf(1, 'return "ok"'))).isNew)
    assert.isFalse((await take(await packageOf(1, 'return "ok"'))).isNew)
    assert.isTrue((await take(await packageOf(2, 'return "minor"'))).isNew)
    assert.deepEqual(await rules(), [{ code: 'return "minor"' }])
    const current = await rows<{ version: string }>(
      'SELECT v.version FROM plugins p JOIN plugin_versions v ON v.id = p.current_version_id'
    )
    assert.deepEqual(current, [{ version: '2' }])
  })

  test('keeps a rule that somebody has edited', async ({ assert }) => {
    await take(await packageOf(1, 'return "ok"'))
    await database.pool.query(`UPDATE classifiers SET code = 'return "major"', is_edited = true`)
    await take(await packageOf(2, 'return "minor"'))
    assert.deepEqual(await rules(), [{ code: 'return "major"' }])
  })

  test('takes nothing of a package that cannot be used', async ({ assert }) => {
    await assert.rejects(() => take(Buffer.from('no package')))
    assert.isEmpty(await rows('SELECT FROM plugins'))
  })
})
