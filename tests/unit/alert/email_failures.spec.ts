import { test } from '@japa/runner'
import { createServer, type AddressInfo } from 'node:net'
import type { SMTPServerOptions } from 'smtp-server'
import { emailModule } from '../../../app/monitoring/alert/modules/email/module.ts'
import type { MailSettings } from '../../../app/monitoring/alert/modules/email/settings.ts'
import { certificate, trust } from './certificates.ts'
import { MailServer, type MailServerFaults } from './mail_server.ts'
import { diskProblem, mailJob } from './shop.ts'

const NOW = new Date('2026-11-21T14:12:05Z')
const email = emailModule(10_000)

test.group('E-mail that the mail server does not take', (group) => {
  const running: MailServer[] = []
  group.each.teardown(async () => {
    for (const server of running.splice(0)) await server.stop()
  })

  async function start(options: SMTPServerOptions = {}, faults: MailServerFaults = {}) {
    const server = await MailServer.start(options, faults)
    running.push(server)
    return server
  }

  function send(mail: MailSettings, to = ['anna@example.test'], module = email) {
    return module.send(mailJob(diskProblem(), { options: { to } }), { mail, now: NOW })
  }

  test('451 is tried again and then arrives with the same Message-ID', async ({ assert }) => {
    const server = await start({}, { dataCodes: [451] })
    const first = await send(server.settings)
    assert.equal(first.outcome, 'retry')
    assert.match(
      'error' in first ? first.error : '',
      /^The mail server at 127\.0\.0\.1:\d+ did not take the mail yet: “451 told by the test”\. We try again/
    )
    const second = await send(server.settings)
    assert.equal(second.outcome, 'sent')
    assert.deepEqual(
      server.mails.map((mail) => mail.parsed.messageId),
      Array(2).fill('<incident-118.1@prophasis.example.test>')
    )
  })

  test('550 is final', async ({ assert }) => {
    const server = await start({}, { dataCodes: [550] })
    const delivery = await send(server.settings)
    assert.equal(delivery.outcome, 'refused')
    assert.include(
      'error' in delivery && delivery.error,
      'refused the mail: “550 told by the test”'
    )
  })

  test('a refused sender points to the setting', async ({ assert }) => {
    const onMailFrom: SMTPServerOptions['onMailFrom'] = (_address, _session, done) =>
      done(Object.assign(new Error('not yours'), { responseCode: 553 }))
    const delivery = await send((await start({ onMailFrom })).settings)
    assert.equal(delivery.outcome, 'refused')
    assert.include('error' in delivery && delivery.error, 'Check the sender under Settings → Mail.')
  })

  test('refused recipients are told, the others get the mail', async ({ assert }) => {
    const recipientCodes = { 'gone@example.test': 550, 'grey@example.test': 451 }
    const server = await start({}, { recipientCodes })
    const to = ['anna@example.test', 'gone@example.test', 'grey@example.test']
    const delivery = await send(server.settings, to)
    assert.equal(delivery.outcome, 'sent')
    assert.deepEqual(server.mails[0].recipients, ['anna@example.test'])
    const detail = 'detail' in delivery ? delivery.detail : ''
    assert.include(
      detail,
      'It refused gone@example.test: “550 told by the test”. Check this address'
    )
    assert.include(detail, 'It did not take it for grey@example.test yet: “451 told by the test”.')
    assert.deepEqual('retryFor' in delivery && delivery.retryFor, ['grey@example.test'])
  })

  test('all recipients refused: final, unless one may work later', async ({ assert }) => {
    const server = await start(
      {},
      { recipientCodes: { 'a@example.test': 550, 'b@example.test': 450 } }
    )
    const both = await send(server.settings, ['a@example.test', 'b@example.test'])
    assert.equal(both.outcome, 'retry')
    const one = await send(server.settings, ['a@example.test'])
    assert.equal(one.outcome, 'refused')
    assert.include('error' in one && one.error, 'refused a@example.test')
    assert.include('error' in one && one.error, 'Check the addresses in the alert.')
  })

  test('a wrong password is told with its fix, and never shown', async ({ assert }) => {
    const onAuth: SMTPServerOptions['onAuth'] = (_auth, _session, done) =>
      done(Object.assign(new Error('wrong'), { responseCode: 535 }))
    const server = await start({ onAuth, authOptional: false, allowInsecureAuth: true })
    const mail = { ...server.settings, user: 'box', password: 'tangerine-4711' }
    const delivery = await send(mail)
    assert.deepInclude(delivery, {
      outcome: 'retry',
      error: `The mail server at 127.0.0.1:${mail.port} did not accept the password. Check user and password under Settings → Mail.`,
    })
    assert.notInclude(JSON.stringify(delivery), 'tangerine-4711')
    const unsigned = await send(server.settings)
    assert.include('error' in unsigned && unsigned.error, 'wants a user and a password')
  })

  test('the right user and password are handed over', async ({ assert }) => {
    const seen: unknown[] = []
    const onAuth: SMTPServerOptions['onAuth'] = (auth, _session, done) => {
      seen.push([auth.username, auth.password])
      done(null, { user: auth.username })
    }
    const server = await start({ onAuth, authOptional: false, allowInsecureAuth: true })
    const delivery = await send({ ...server.settings, user: 'box', password: 'pä:ss word' })
    assert.equal(delivery.outcome, 'sent')
    assert.deepEqual(seen, [['box', 'pä:ss word']])
  })

  test('a connection cut after DATA is tried again', async ({ assert }) => {
    const server = await start({}, { dropsAfterData: true })
    const delivery = await send(server.settings)
    assert.equal(delivery.outcome, 'retry')
    assert.include('error' in delivery && delivery.error, 'broke off')
    assert.equal(server.mails.length, 1)
  })

  test('the whole attempt ends at its deadline', async ({ assert }) => {
    const server = await start({}, { neverAnswersData: true })
    const delivery = await send(server.settings, undefined, emailModule(400))
    assert.deepInclude(delivery, {
      outcome: 'retry',
      error: `The mail server at 127.0.0.1:${server.settings.port} took longer than 0.4 s. We try again by ourselves. If this goes on, ask who runs the mail server.`,
    })
  })

  test('nobody listens', async ({ assert }) => {
    const server = await start()
    await server.stop()
    running.pop()
    const delivery = await send(server.settings)
    assert.equal(delivery.outcome, 'retry')
    assert.include(
      'error' in delivery && delivery.error,
      'nothing answers on this port. Check server and port'
    )
  })

  test('a name that does not exist', async ({ assert }) => {
    const host = `${'a'.repeat(64)}.invalid` // too long for a name, so no resolver is asked
    const delivery = await send({ ...(await start()).settings, host })
    assert.deepInclude(delivery, {
      outcome: 'retry',
      error: `No computer is called ${host}. Check the server name under Settings → Mail.`,
    })
  })

  test('something else than a mail server answers', async ({ assert }) => {
    const web = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
    await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve))
    const { port } = web.address() as AddressInfo
    const delivery = await send({ ...(await start()).settings, port })
    web.close()
    assert.equal(delivery.outcome, 'retry')
    assert.include('error' in delivery && delivery.error, `127.0.0.1:${port}`)
  })

  test('without STARTTLS nothing is sent when encryption is a must', async ({ assert }) => {
    const server = await start({ hideSTARTTLS: true, disabledCommands: ['STARTTLS'] })
    const delivery = await send({ ...server.settings, security: 'starttls' })
    assert.equal(delivery.outcome, 'retry')
    assert.include('error' in delivery && delivery.error, 'does not offer encryption (STARTTLS)')
    assert.equal(server.mails.length, 0)
  })

  test('a mail server that insists on encryption is told as that', async ({ assert }) => {
    const onMailFrom: SMTPServerOptions['onMailFrom'] = (_address, _session, done) =>
      done(Object.assign(new Error('Must issue a STARTTLS command first'), { responseCode: 530 }))
    const delivery = await send((await start({ onMailFrom })).settings)
    assert.equal(delivery.outcome, 'retry')
    assert.include('error' in delivery && delivery.error, 'wants encryption. Choose STARTTLS')
  })

  test('TLS asked of a plain port is told as that', async ({ assert }) => {
    const server = await start()
    const delivery = await send({ ...server.settings, security: 'tls' })
    assert.equal(delivery.outcome, 'retry')
    assert.include('error' in delivery && delivery.error, 'does not speak TLS on this port')
  })

  test('a certificate nobody vouches for stops the mail', async ({ assert }) => {
    for (const security of ['starttls', 'tls'] as const) {
      const server = await start({ secure: security === 'tls' })
      const delivery = await send({ ...server.settings, security })
      assert.equal(delivery.outcome, 'retry')
      assert.include('error' in delivery && delivery.error, 'cannot be trusted')
      assert.equal(server.mails.length, 0)
    }
  })

  test('a certificate for another name stops the mail', async ({ assert, cleanup }) => {
    cleanup(trust(certificate('other-name').cert))
    for (const security of ['starttls', 'tls'] as const) {
      const server = await start({ ...certificate('other-name'), secure: security === 'tls' })
      const delivery = await send({ ...server.settings, security })
      assert.include('error' in delivery && delivery.error, 'is for another name')
      assert.equal(server.mails.length, 0)
    }
  })

  test('with a trusted certificate the mail travels encrypted', async ({ assert, cleanup }) => {
    cleanup(trust(certificate('loopback').cert))
    for (const security of ['starttls', 'tls'] as const) {
      const server = await start({ secure: security === 'tls' })
      const delivery = await send({ ...server.settings, security })
      assert.equal(delivery.outcome, 'sent')
      assert.isTrue(server.mails[0].secure)
    }
  })
})
