import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { test } from '@japa/runner'
import {
  endProcess,
  freePort,
  setUpAgent,
  startProcess,
} from '../../../agent/tests/support/agent_process.ts'
import { addressingOf } from '../../../app/monitoring/alert/addressing.ts'
import { startNotifier } from '../../../app/monitoring/alert/notifier.ts'
import { startClassifier } from '../../../app/monitoring/classify/classifier.ts'
import { systemClock } from '../../../app/monitoring/clock.ts'
import { startCore } from '../../../app/monitoring/core.ts'
import { reportOnRules } from '../../../app/monitoring/logs/report_on_rules.ts'
import { createSystemLog } from '../../../app/monitoring/logs/system_log.ts'
import { recallPoints } from '../../../app/monitoring/store/recall_points.ts'
import { severityOf } from '../../../app/monitoring/states.ts'
import { prepareInstallation } from '../../../app/setup/prepare_installation.ts'
import { eventually } from '../../support/eventually.ts'
import { type OwnDatabase, ownDatabase } from '../../support/own_database.ts'
import { MailServer } from '../../unit/alert/mail_server.ts'

const EATS_MEMORY = 'local t = {} for i = 1, 400 do t[i] = ("x"):rep(200000) end return "ok"'
const BUNDLED = fileURLToPath(new URL('../../../plugins-bundled', import.meta.url))

/** The whole line with nothing in it that is not the product's: agent, classifier, database, mail. */
test.group('The way of a check', (group) => {
  let database: OwnDatabase
  let mail: MailServer
  const stops: (() => unknown)[] = []

  const run = (sql: string, ...values: unknown[]) => database.pool.query(sql, values)

  group.setup(async () => {
    database = await ownDatabase()
    stops.push(() => database.drop())
    mail = await MailServer.start()
    stops.push(() => mail.stop())
    await prepareInstallation(database.pool, BUNDLED, await startAgent(), (text) => text)
    await run(`UPDATE intervals SET every = 1, unit = 'second' WHERE unit <> 'hour'`)
    await startParts()
    return async () => {
      for (const stop of stops.reverse()) await stop()
    }
  })

  async function startAgent() {
    const folder = mkdtempSync(join(tmpdir(), 'prophasis-agent-'))
    stops.push(() => rmSync(folder, { recursive: true, force: true }))
    const access = await setUpAgent(folder, ['--port', String(await freePort())])
    const agent = await startProcess(folder, ['--port-fallback'])
    stops.push(() => endProcess(agent.child))
    return { ...access, key: access.key!, address: '127.0.0.1', port: agent.port }
  }

  async function startParts() {
    const { pool } = database
    const log = createSystemLog(pool, () => undefined)
    const rules = reportOnRules(log)
    const classifier = startClassifier({
      onFault: rules.fault,
      historiesOf: (lacking) => recallPoints(pool, lacking),
    })
    stops.push(() => classifier.stop())
    const secrets = { encrypt: (text: string) => text, decrypt: (text: string) => text }
    const notifier = startNotifier({
      ...{ pool, clock: systemClock, log, ...secrets },
      mailSettings: async () => mail.settings,
    })
    stops.push(() => notifier.stop())
    const spoolFolder = mkdtempSync(join(tmpdir(), 'prophasis-spool-'))
    stops.push(() => rmSync(spoolFolder, { recursive: true, force: true }))
    const core = await startCore({
      ...{ pool, clock: systemClock, log, holder: 'test', ...secrets },
      classifier,
      addressing: addressingOf(secrets.encrypt, secrets.decrypt),
      spoolPath: join(spoolFolder, 'core.jsonl'),
      onLost: () => undefined,
    })
    stops.push(() => core.stop())
  }

  /** The newest number of one series of this machine. */
  async function latest(plugin: string, metric = '') {
    const { rows } = await run(
      `SELECT r.value, r.slot, r.state FROM results r JOIN series s ON s.id = r.series_id
       JOIN plugins p ON p.id = s.plugin_id
       WHERE p.identifier = $1 AND s.metric = $2 AND s.instance = '' ORDER BY slot DESC LIMIT 1`,
      ...[plugin, metric]
    )
    return rows[0] as { value: number; slot: Date; state: number } | undefined
  }

  const setRule = (plugin: string, code: string) =>
    run(
      `UPDATE classifiers SET code = $2, is_edited = true, updated_at = clock_timestamp()
       WHERE plugin_id = (SELECT id FROM plugins WHERE identifier = $1)`,
      ...[plugin, code]
    )

  test('measures what the system itself says', async ({ assert }) => {
    const total = await eventually('memory', () => latest('memory', 'total_bytes'))
    const said = readFileSync('/proc/meminfo', 'utf8')
    const bytes = (name: string) =>
      1024 * Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(said)![1])
    assert.equal(total.value, bytes('MemTotal'))
    const used = (await latest('memory'))!.value
    assert.approximately(used, 100 * (1 - bytes('MemAvailable') / bytes('MemTotal')), 5)
    for (const plugin of ['heartbeat', 'cpu', 'load', 'disk_space'])
      await eventually(plugin, () => latest(plugin))
  })

  const BAD_RULES: [plugin: string, code: string, reason: RegExp][] = [
    ['cpu', 'while true do end', /too long|steps|did not end/i],
    ['load', EATS_MEMORY, /memory|did not end/],
    ['heartbeat', 'return 7', /7/],
  ]
  for (const [plugin, code, reason] of BAD_RULES) {
    test(`goes on beside the rule "${code.slice(0, 20)}", which is unknown with a reason`, async ({
      assert,
    }) => {
      await setRule(plugin, code)
      const isUnknown = async () => (await latest(plugin))?.state === severityOf('unknown')
      await eventually('unknown', isUnknown)
      const { slot } = (await latest('memory'))!
      await eventually('memory goes on', async () => (await latest('memory'))!.slot > slot)
      assert.equal((await latest('memory'))!.state, severityOf('ok'))
      const { rows } = await run(
        `SELECT c.reason FROM current_states c JOIN plugins p ON p.id = c.plugin_id
         WHERE p.identifier = $1 AND c.instance = ''`,
        plugin
      )
      assert.match(rows[0].reason, reason)
      await eventually('a line in System Logs', async () => {
        const lines = await run(
          `SELECT FROM system_logs WHERE category = 'classification' AND position($1 IN message) > 0`,
          rows[0].reason
        )
        return lines.rowCount
      })
    })
  }

  test('tells once that memory is major, and once that it is fine again', async ({ assert }) => {
    await setRule('memory', 'return "ok"')
    const alert = await run(
      `INSERT INTO alerts (name, module, encrypted_options, from_states, to_states, applies_to)
       VALUES ('Memory', 'email', $1, '{0,1,2,4}', '{5,6}', 'all_hosts') RETURNING id`,
      '{"to":["anna@example.test"]}'
    )
    await run(
      `INSERT INTO alert_restrictions (alert_id, plugin_id)
       SELECT $1, id FROM plugins WHERE identifier = 'memory'`,
      alert.rows[0].id
    )
    await setRule('memory', 'return "major", "Told by the test."')
    await eventually('the mail', () => mail.mails.length === 1)
    await setRule('memory', 'return "ok"')
    await eventually('the recovery', () => mail.mails.length === 2)
    const [problem, recovery] = mail.mails.map((each) => each.parsed)
    assert.include(problem.text, 'Told by the test.')
    assert.equal(recovery.inReplyTo, problem.messageId)
    const { rows } = await run('SELECT kind, status FROM notifications ORDER BY id')
    assert.deepEqual(
      rows.map((row) => row.kind),
      ['problem', 'recovery']
    )
  })

  test('leaves no slot without a result or a recorded miss', async ({ assert }) => {
    const { rows } = await run(`
      SELECT p.plugin_id, extract(epoch FROM max(slot) - min(slot))::int + 1 AS due, count(*)::int AS results,
        (SELECT coalesce(sum(slot_count), 0)::int FROM misses m WHERE m.plugin_id = p.plugin_id
          AND from_slot BETWEEN min(slot) AND max(slot)) AS missed
      FROM series p JOIN results r ON r.series_id = p.id JOIN plugins ON plugins.id = p.plugin_id
      WHERE p.metric = '' AND p.instance = '' AND identifier <> 'updates'
      GROUP BY p.plugin_id`)
    assert.lengthOf(rows, 5)
    for (const row of rows) assert.equal(row.results + row.missed, row.due, JSON.stringify(row))
  })
})
