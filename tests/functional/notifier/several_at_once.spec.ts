import { test } from '@japa/runner'
import { startNotifier } from '../../../app/monitoring/alert/notifier.ts'
import { type Clock, systemClock } from '../../../app/monitoring/clock.ts'
import { createSystemLog } from '../../../app/monitoring/logs/system_log.ts'
import { eventually } from '../../support/eventually.ts'
import { closedGate, type Gate } from '../../support/gate.ts'
import { type OwnDatabase, ownDatabase } from '../../support/own_database.ts'
import { MINUTE, WatchedHosts } from '../../support/watched_hosts.ts'
import { MailServer } from '../../unit/alert/mail_server.ts'
import { WebServer } from '../../unit/alert/web_server.ts'

const ANNA = '{"to":["anna@example.test"]}'
/** Nothing happens in it by the lapse of time: what goes on was led to by something. */
const STILL: Clock = { ...systemClock, after: () => () => {} }

/** A mail server that answers when the test lets it. */
test.group('The notifier, at once', (group) => {
  let database: OwnDatabase
  let hosts: WatchedHosts
  let server: MailServer
  let gate: Gate
  let held: number
  let mostHeld: number
  let running: { stop(): Promise<void> }[]

  group.each.setup(async () => {
    ;[gate, held, mostHeld, running] = [closedGate(), 0, 0, []]
    database = await ownDatabase()
    hosts = await WatchedHosts.on(database.pool)
    server = await MailServer.start({}, { untilAnswer })
    return async () => {
      gate.open()
      for (const each of running.reverse()) await each.stop()
      await server.stop()
      await database.drop()
    }
  })

  async function untilAnswer() {
    mostHeld = Math.max(mostHeld, ++held)
    await gate.passed
    held--
  }

  function notify() {
    const notifier = startNotifier({
      ...{ pool: database.pool, clock: STILL },
      log: createSystemLog(database.pool, () => undefined),
      ...{ encrypt: (text: string) => text, decrypt: (text: string) => text },
      mailSettings: async () => server.settings,
    })
    running.push(notifier)
    return notifier
  }

  async function trouble(module = 'email', encryptedOptions = ANNA) {
    const own = await hosts.watch()
    await hosts.alert({ hostIds: new Set([own.host.id]), module, encryptedOptions })
    await hosts.result(own, Date.now(), 'major')
    return own
  }

  const outbox = async () =>
    (await hosts.rows<{ status: string }>('SELECT status FROM notifications ORDER BY status')).map(
      (row) => row.status
    )
  const allSent = async () => (await outbox()).every((status) => status === 'sent')

  test('sends a burst four at a time, each message once', async ({ assert }) => {
    for (let count = 0; count < 20; count++) await trouble()
    notify()
    await eventually('four mails under way', () => held === 4)
    gate.open()
    await eventually('all sent', allSent)
    assert.lengthOf(server.mails, 20)
    assert.lengthOf(new Set(server.mails.map((mail) => mail.parsed.messageId)), 20)
    assert.equal(mostHeld, 4)
  })

  test('holds up no way of alerting because another one hangs', async ({ assert }) => {
    const web = await WebServer.start(() => ({ status: 204 }))
    running.push(web)
    for (let count = 0; count < 6; count++) await trouble()
    for (let count = 0; count < 6; count++) await trouble('webhook', `{"url":"${web.url}/"}`)
    notify()
    await eventually('the webhooks', () => web.requests.length === 6)
    await eventually('four mails under way', () => held === 4)
    assert.lengthOf(server.mails, 4)
  })

  test('lets a recovery wait for its problem, and sends it right after', async ({ assert }) => {
    const own = await trouble()
    await hosts.result(own, Date.now() + MINUTE, 'ok')
    await trouble()
    notify()
    await eventually('both problems under way', () => held === 2)
    assert.lengthOf(server.mails, 2)
    gate.open()
    await eventually('the recovery', () => server.mails.length === 3)
    const [first, second, third] = server.mails.map((mail) => mail.parsed)
    const problem = [first, second].find(({ subject }) => subject?.includes(own.host.name))
    assert.equal(third.inReplyTo, problem?.messageId)
  })

  test('waits at its stop for all that is under way, and begins nothing more', async ({
    assert,
  }) => {
    for (let count = 0; count < 6; count++) await trouble()
    const notifier = notify()
    await eventually('four mails under way', () => held === 4)
    const stopping = notifier.stop()
    gate.open()
    await stopping
    assert.deepEqual(await outbox(), ['sent', 'sent', 'sent', 'sent', 'waiting', 'waiting'])
  })
})
