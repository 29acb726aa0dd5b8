import { test } from '@japa/runner'
import { startNotifier } from '../../../app/monitoring/alert/notifier.ts'
import { claimNext, markForRetry, queueForTheRest } from '../../../app/monitoring/alert/outbox.ts'
import { systemClock } from '../../../app/monitoring/clock.ts'
import { createSystemLog } from '../../../app/monitoring/logs/system_log.ts'
import { eventually } from '../../support/eventually.ts'
import { type OwnDatabase, ownDatabase } from '../../support/own_database.ts'
import { MINUTE, WatchedHosts } from '../../support/watched_hosts.ts'
import { MailServer, type MailServerFaults } from '../../unit/alert/mail_server.ts'

const ANNA = '{"to":["anna@example.test"]}'

/** A real mail server, a real outbox, and as many notifiers as a test starts. */
test.group('Notifier', (group) => {
  let database: OwnDatabase
  let hosts: WatchedHosts
  let running: { stop(): Promise<void> }[]
  let hasSettings: boolean

  group.each.setup(async () => {
    running = []
    hasSettings = true
    database = await ownDatabase()
    hosts = await WatchedHosts.on(database.pool)
    return async () => {
      for (const each of running.reverse()) await each.stop()
      await database.drop()
    }
  })

  async function mailServer(faults: MailServerFaults = {}) {
    const server = await MailServer.start({}, faults)
    running.push(server)
    return server
  }

  function notify(server: MailServer) {
    const notifier = startNotifier({
      ...{ pool: database.pool, clock: systemClock },
      log: createSystemLog(database.pool, () => undefined),
      ...{ encrypt: (text: string) => text, decrypt: (text: string) => text },
      mailSettings: async () => (hasSettings ? server.settings : null),
    })
    running.push(notifier)
    return notifier
  }

  /** One host with trouble; told by one alert. */
  async function trouble(slot = Date.now()) {
    const own = await hosts.watch()
    await hosts.alert({ hostIds: new Set([own.host.id]), encryptedOptions: ANNA })
    await hosts.result(own, slot, 'major')
    return own
  }

  const retryNow = () => hosts.pool.query(`SELECT pg_notify('notifications', '')`)
  const outbox = () =>
    hosts.rows<{ status: string; attempts: number; last_error: string | null }>(
      'SELECT status, attempts, last_error FROM notifications ORDER BY id'
    )
  const logs = async () =>
    (await hosts.rows<{ message: string }>('SELECT message FROM system_logs ORDER BY id')).map(
      (row) => row.message
    )

  test('sends a problem and its recovery, in order and in one thread', async ({ assert }) => {
    const server = await mailServer()
    notify(server)
    const own = await trouble()
    await hosts.result(own, Date.now() + MINUTE, 'ok')
    await eventually('two mails', () => server.mails.length === 2)
    const [problem, recovery] = server.mails.map((mail) => mail.parsed)
    assert.include(problem.subject, own.host.name)
    assert.equal(recovery.inReplyTo, problem.messageId)
    assert.deepEqual([recovery.references].flat(), [problem.messageId])
    assert.deepEqual(
      server.mails.map((mail) => mail.recipients),
      [['anna@example.test'], ['anna@example.test']]
    )
    await eventually('both marked', async () =>
      (await outbox()).every((row) => row.status === 'sent')
    )
  })

  test('tries again after 451, and lets no recovery overtake', async ({ assert }) => {
    const server = await mailServer({ dataCodes: [451] })
    notify(server)
    const own = await trouble()
    await eventually('the first attempt', async () => (await outbox())[0]?.last_error)
    await hosts.result(own, Date.now() + MINUTE, 'ok')
    await eventually('three mails', () => server.mails.length === 3)
    const [first, second, third] = server.mails.map((mail) => mail.parsed)
    assert.equal(second.messageId, first.messageId)
    assert.equal(third.inReplyTo, first.messageId)
    await eventually('all sent', async () => (await outbox()).every((row) => row.status === 'sent'))
    assert.include((await logs()).at(-1), 'delivered again')
  })

  test('gives up what is refused for good, and says so', async ({ assert }) => {
    const server = await mailServer({ recipientCodes: { 'anna@example.test': 550 } })
    notify(server)
    await trouble()
    await eventually('the refusal', async () => (await outbox())[0]?.status === 'failed')
    const [line] = await eventually('the line', async () => {
      const lines = await logs()
      return lines.length > 0 ? lines : null
    })
    assert.include(line, 'was given up')
    assert.include(line, 'anna@example.test')
  })

  test('says whom a message did not reach while others got it', async ({ assert }) => {
    const server = await mailServer({ recipientCodes: { 'gone@example.test': 550 } })
    notify(server)
    const own = await hosts.watch()
    const encryptedOptions = '{"to":["anna@example.test","gone@example.test"]}'
    await hosts.alert({ hostIds: new Set([own.host.id]), encryptedOptions })
    await hosts.result(own, Date.now(), 'major')
    const [line] = await eventually('the line', async () => {
      const lines = await logs()
      return lines.length > 0 ? lines : null
    })
    assert.include(line, 'did not reach gone@example.test.')
    assert.lengthOf(server.mails, 1)
  })

  test('waits for the mail settings, and sends once they are there', async ({ assert }) => {
    hasSettings = false
    const server = await mailServer()
    notify(server)
    await trouble()
    const [row] = await eventually('the wait', async () => {
      const rows = await outbox()
      return rows[0]?.last_error ? rows : null
    })
    assert.include(row.last_error, 'Settings')
    assert.isEmpty(server.mails)
    hasSettings = true
    await hosts.pool.query(`INSERT INTO settings (key, value) VALUES ('mail', '{}')`)
    await eventually('the mail', () => server.mails.length === 1)
  })

  test('takes over the message of a killed one when its claim has run out', async ({ assert }) => {
    const server = await mailServer()
    await trouble()
    const claimed = (await claimNext(database.pool))!
    notify(server)
    await trouble()
    await eventually('the mail nobody has claimed', () => server.mails.length === 1)
    assert.notEqual(server.mails[0].parsed.messageId, claimed.message_id)
    await hosts.pool.query(
      `UPDATE notifications SET claimed_until = now() - interval '1 s' WHERE id = $1`,
      [claimed.id]
    )
    await retryNow()
    await eventually('the mail of the killed one', () => server.mails.length === 2)
    assert.equal(server.mails[1].parsed.messageId, claimed.message_id)
  })

  test('tries nothing again of an alert that was deleted while its message was sent', async ({
    assert,
  }) => {
    await trouble()
    const claimed = (await claimNext(database.pool))!
    await hosts.pool.query(`UPDATE notifications SET status = 'failed', last_error = 'gone'`)
    await hosts.pool.query('DELETE FROM alerts')
    assert.isTrue(await markForRetry(database.pool, claimed, 'The mail server is away.'))
    await queueForTheRest(database.pool, claimed, ANNA, '<rest@prophasis>')
    assert.deepEqual(await outbox(), [{ status: 'failed', attempts: 1, last_error: 'gone' }])
  })

  test('beside another one sends everything once', async ({ assert }) => {
    const server = await mailServer()
    for (let count = 0; count < 12; count++) await trouble()
    notify(server)
    notify(server)
    await eventually('all sent', async () => (await outbox()).every((row) => row.status === 'sent'))
    assert.lengthOf(server.mails, 12)
    assert.lengthOf(new Set(server.mails.map((mail) => mail.parsed.messageId)), 12)
  })

  test('goes on with the others when one message cannot be handled at all', async ({ assert }) => {
    const server = await mailServer()
    await trouble()
    await hosts.pool.query(`UPDATE notifications SET encrypted_options = 'no JSON'`)
    await trouble()
    notify(server)
    await eventually('the good one', () => server.mails.length === 1)
    const [bad] = await outbox()
    assert.deepInclude(bad, { status: 'waiting', attempts: 1 })
    assert.include(bad.last_error, 'Sending failed')
  })
})
