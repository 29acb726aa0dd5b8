import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { test } from '@japa/runner'
import { packFiles, packPlugin } from '../../../agent/protocol/pack.ts'
import { readPackage } from '../../../agent/protocol/package.ts'
import { MockAgent } from '../../../agent/tests/support/mock_client.ts'
import { temporaryFolder } from '../../../agent/tests/support/temporary.ts'
import { addressingOf } from '../../../app/monitoring/alert/addressing.ts'
import { startClassifier } from '../../../app/monitoring/classify/classifier.ts'
import { systemClock } from '../../../app/monitoring/clock.ts'
import { startCore } from '../../../app/monitoring/core.ts'
import { createSystemLog } from '../../../app/monitoring/logs/system_log.ts'
import { recallPoints } from '../../../app/monitoring/store/recall_points.ts'
import { severityOf } from '../../../app/monitoring/states.ts'
import { importPackage } from '../../../app/plugins/import_package.ts'
import { prepareInstallation } from '../../../app/setup/prepare_installation.ts'
import { eventually } from '../../support/eventually.ts'
import { type OwnDatabase, ownDatabase } from '../../support/own_database.ts'

const BUNDLED = fileURLToPath(new URL('../../../plugins-bundled', import.meta.url))
const FINE = { heartbeat: { value: 1 }, cpu: { value: 20 } }

/** The core, its database and agents of both versions, some of which are up to no good. */
test.group('Agents of 2016 beside others', (group) => {
  let database: OwnDatabase
  let old: MockAgent
  let revision: string
  const stops: (() => unknown)[] = []
  const ids: Record<string, number> = {}

  const rows = async (sql: string, ...values: unknown[]) =>
    (await database.pool.query(sql, values)).rows as Record<string, unknown>[]

  group.setup(async () => {
    database = await ownDatabase()
    stops.push(
      () => database.drop(),
      () => MockAgent.stopAll()
    )
    old = await MockAgent.start(
      {
        '127.0.0.2': FINE,
        '127.0.0.3': FINE,
        '127.0.0.4': { ...FINE, '*': { endless: true } },
        '127.0.0.5': { ...FINE, '*': { delay_ms: 600_000 } },
      },
      { version: 1 }
    )
    const current = await MockAgent.start({ '127.0.0.2': FINE })
    await prepareInstallation(database.pool, BUNDLED, null, (text) => text)
    await addHost('old-1', '127.0.0.2', old)
    await addHost('old-2', '127.0.0.3', old)
    await addHost('endless', '127.0.0.4', old)
    await addHost('silent', '127.0.0.5', old)
    await addHost('current', '127.0.0.2', current)
    await addCheck()
    ;[{ revision }] = (await rows('SELECT revision FROM configuration_revision')) as [never]
    await start()
    return async () => {
      for (const stop of stops.reverse()) await stop()
    }
  })

  async function addHost(name: string, address: string, mock: MockAgent) {
    const [{ id }] = await rows(
      `INSERT INTO hosts (name, address, port, encrypted_key, certificate_check, certificate_pem)
       VALUES ($1, $2, $3, 'key', 'pinned', $4) RETURNING id`,
      ...[name, address, mock.port, mock.running.certificate.certificatePem]
    )
    ids[name] = Number(id)
  }

  /** Every second, everything on every host. */
  async function addCheck() {
    await rows(`INSERT INTO checks (name) VALUES ('All')`)
    await rows('INSERT INTO check_hosts SELECT checks.id, hosts.id FROM checks, hosts')
    await rows(
      `INSERT INTO check_plugins SELECT checks.id, plugins.id FROM checks, plugins
       WHERE identifier IN ('heartbeat', 'cpu')`
    )
    await rows(`INSERT INTO schedules (name) VALUES ('Always')`)
    await rows('INSERT INTO schedule_checks SELECT schedules.id, checks.id FROM schedules, checks')
    await rows(
      `INSERT INTO intervals (schedule_id, start_at, every, unit)
       SELECT id, date_trunc('second', now()), 1, 'second' FROM schedules`
    )
  }

  async function start() {
    const { pool } = database
    const log = createSystemLog(pool, () => undefined)
    const classifier = startClassifier({
      onFault: () => undefined,
      historiesOf: (lacking) => recallPoints(pool, lacking),
    })
    stops.push(() => classifier.stop())
    const same = (text: string) => text
    const core = await startCore({
      ...{ pool, clock: systemClock, log, holder: 'test', decrypt: same },
      classifier,
      addressing: addressingOf(same, same),
      spoolPath: join(temporaryFolder(), 'core.jsonl'),
      onLost: () => undefined,
    })
    stops.push(() => core.stop())
  }

  const stateOf = async (host: string, plugin: string) => {
    const [row] = await rows(
      `SELECT c.state, c.reason FROM current_states c JOIN plugins p ON p.id = c.plugin_id
       WHERE c.host_id = $1 AND p.identifier = $2 AND c.instance = ''`,
      ...[ids[host], plugin]
    )
    return row
  }

  for (const host of ['old-1', 'old-2', 'current']) {
    test(`are checked like any other: ${host}`, async ({ assert }) => {
      const state = await eventually('its state', () => stateOf(host, 'heartbeat'))
      assert.equal(state.state, severityOf('ok'))
      const [{ count }] = await rows(
        `SELECT count(*)::int FROM results r JOIN series s ON s.id = r.series_id
         JOIN plugins p ON p.id = s.plugin_id
         WHERE s.host_id = $1 AND p.identifier = 'heartbeat' AND r.value = 1`,
        ids[host]
      )
      assert.isAbove(Number(count), 0)
    })
  }

  test('are remembered with what they speak, which is no change of the configuration', async ({
    assert,
  }) => {
    const known = () =>
      rows(
        'SELECT protocol_version, about FROM hosts WHERE protocol_version IS NOT NULL ORDER BY id'
      )
    await eventually('three hosts', async () => (await known()).length === 3)
    const found = await known()
    assert.deepEqual(
      found.map((row) => row.protocol_version),
      [1, 1, 2]
    )
    assert.deepEqual(found[0].about, {})
    assert.deepInclude(found[2].about, { protocol: 2, hostname: '127.0.0.2' })
    assert.deepEqual(await rows('SELECT revision FROM configuration_revision'), [{ revision }])
  })

  test('say in System Logs what they cannot run, and what to do', async ({ assert }) => {
    const line = async () => {
      const [row] = await rows(
        `SELECT message FROM system_logs WHERE host_id = $1 AND message LIKE '% on old-1:%'`,
        ids['old-1']
      )
      return row
    }
    const { message } = await eventually('the line', line)
    assert.match(String(message), /no part in Python.*Install the current agent/)
    const state = await eventually('its state', () => stateOf('current', 'cpu'))
    assert.equal(state.state, severityOf('ok'))
  })

  test('get a newer version of a plugin when there is one', async ({ assert }) => {
    const client = await database.pool.connect()
    await importPackage(client, await newer('heartbeat', 2), true)
    client.release()
    for (const address of ['127.0.0.2', '127.0.0.3']) {
      await eventually(`version 2 on ${address}`, async () => {
        const path = '/check-plugin-version/?plugin-id=heartbeat&plugin-version=2'
        const { json } = await old.ask(path, { host: `${address}:${old.port}` })
        return json['update-required'] === false
      })
    }
    assert.equal((await stateOf('old-1', 'heartbeat')).state, severityOf('ok'))
  })

  test('suffer from no other that never answers, or never ends', async ({ assert }) => {
    const told = async (host: string, words: string) => {
      const found = await rows(
        `SELECT FROM system_logs WHERE host_id = $1 AND position($2 IN message) > 0`,
        ...[ids[host], words]
      )
      return found.length > 0
    }
    await eventually('the endless one', () => told('endless', 'too long'))
    await eventually('the silent one', () => told('silent', 'did not answer in time'))
    // At one a second, the others had several turns while the silent one was waited for.
    const results = async (host: string) => {
      const [{ count }] = await rows(
        `SELECT count(*)::int FROM results r JOIN series s ON s.id = r.series_id WHERE s.host_id = $1`,
        ids[host]
      )
      return Number(count)
    }
    const ofSilent = await results('silent')
    for (const host of ['old-1', 'old-2', 'current'])
      assert.isAbove(await results(host), ofSilent + 2, host)
  })
})

/** A bundled plugin as it would be in its next version. */
async function newer(name: string, version: number): Promise<Buffer> {
  const folder = `${BUNDLED}/${name}`
  const manifest = JSON.parse(readFileSync(`${folder}/manifest.json`, 'utf8')) as object
  const { files } = await readPackage(await packPlugin(folder))
  const changed = files.map((file) =>
    file.path === 'manifest.json'
      ? { ...file, content: Buffer.from(JSON.stringify({ ...manifest, version })) }
      : file
  )
  return packFiles(name, changed)
}
