import testUtils from '@adonisjs/core/services/test_utils'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { readMailSettings } from '../../../app/settings/mail_settings.ts'
import { apiAs } from '../../support/api.ts'
import { createPerson, signedIn } from '../../support/people.ts'
import { createCheck, createHost, createPlugin } from '../../support/factories.ts'

const ALERT = {
  name: 'Tell Anna',
  module: 'email',
  options: { to: ['anna@example.com'] },
  from: 'any',
  to: ['major', 'critical'],
  applies_to: 'all_hosts',
}

test.group('Alerts', (group) => {
  group.each.setup(() => testUtils.db().wrapInGlobalTransaction())

  test('are made, listed and deleted', async ({ assert }) => {
    const api = await apiAs('owner')
    const made = await api('POST', '/alerts', { ...ALERT, module: 'mail', applies_to: 'all' })
    assert.equal(made.status, 201)
    assert.deepInclude(made.body.data, {
      ...{ name: 'Tell Anna', module: 'email', recipients: ['anna@example.com'] },
      ...{ to: ['major', 'critical'], applies_to: 'all', is_enabled: true, hosts: [] },
    })
    assert.lengthOf(made.body.data.from, 7)
    const { encrypted_options: stored } = await db.from('alerts').firstOrFail()
    assert.notInclude(stored, 'anna')
    assert.deepEqual((await api('GET', '/alerts')).body.data, [made.body.data])
    assert.equal((await api('DELETE', `/alerts/${made.body.data.id}`)).status, 204)
    assert.equal((await api('DELETE', `/alerts/${made.body.data.id}`)).status, 404)
  })

  test('take the messages that wait with them when they are deleted', async ({ assert }) => {
    const api = await apiAs('owner')
    const ids = []
    for (const name of ['by the API', 'by the page', 'kept']) {
      const { body } = await api('POST', '/alerts', { ...ALERT, name })
      ids.push(body.data.id)
      for (const status of ['held', 'waiting', 'sending', 'sent']) {
        await db.table('notifications').insert({
          ...{ alert_id: body.data.id, kind: 'problem', module: 'email', encrypted_options: '' },
          ...{ content: {}, subject: 'host:1', thread_id: '<1@test>', status },
          message_id: `<${status}${body.data.id}@test>`,
        })
      }
    }
    await api('DELETE', `/alerts/${ids[0]}`)
    await createPerson('owner')
    const owner = await signedIn('owner@example.com')
    await owner.get(`/alerts/${ids[1]}/delete`)
    await owner.post(`/alerts/${ids[1]}/delete`)
    const rows = await db.from('notifications').orderBy('id').select('status', 'last_error')
    const gone = { status: 'failed', last_error: 'The alert was deleted.' }
    const sent = { status: 'sent', last_error: null }
    const each = [gone, gone, gone, sent]
    assert.deepEqual(rows.slice(0, 8), [...each, ...each])
    assert.deepEqual(
      rows.slice(8).map((row) => row.status),
      ['held', 'waiting', 'sending', 'sent']
    )
  })

  test('apply to chosen hosts, checks and plugins', async ({ assert }) => {
    const api = await apiAs('owner')
    const host = await createHost('shop')
    const plugin = await createPlugin()
    const check = await createCheck('storage', [host], [plugin])
    const scope = { hosts: [host.id], checks: [check.id], plugins: ['disks'] }
    const { body } = await api('POST', '/alerts', { ...ALERT, applies_to: scope })
    assert.deepInclude(body.data, {
      applies_to: 'chosen',
      hosts: [{ id: host.id, name: 'shop' }],
      checks: [{ id: check.id, name: 'storage' }],
      plugins: [{ id: plugin.id, name: 'Disks' }],
    })
    const restricted = { ...ALERT, name: 'Disks anywhere', applies_to: { plugins: [plugin.id] } }
    assert.equal((await api('POST', '/alerts', restricted)).body.data.applies_to, 'all_hosts')
  })

  test('take what is named twice once', async ({ assert }) => {
    const api = await apiAs('owner')
    const host = await createHost('shop')
    const plugin = await createPlugin()
    const check = await createCheck('storage', [host], [plugin])
    const scope = {
      hosts: [host.id, String(host.id)],
      checks: [check.id, check.id],
      plugins: ['disks', plugin.id, 'disks'],
    }
    const { status, body } = await api('POST', '/alerts', { ...ALERT, applies_to: scope })
    assert.equal(status, 201)
    assert.deepEqual(body.data.plugins, [{ id: plugin.id, name: 'Disks' }])
  })

  test('are refused with a sentence: {$i}')
    .with([
      [{ name: '' }, 'name', 'name'],
      ...['a\r\nBcc: b', 'a\u0007b', 'a\u009bb', 'a\u202eb', 'a\u2066b', 'a\u2028b'].map(
        (name) => [{ name }, 'name', 'without control characters'] as const
      ),
      ...['\u200b', '\u200b \u2060', '\u3164', '\u0301'].map(
        (name) => [{ name }, 'name', 'in one line that can be seen'] as const
      ),
      [{ module: 'pigeon' }, 'module', 'email'],
      [{ options: { to: 'nobody' } }, 'options.to', ''],
      [{ options: {} }, 'options.to', 'at least one'],
      [{ from: ['bad'] }, 'from', 'no_data, ok'],
      [{ to: [] }, 'to', 'at least one state'],
      [{ applies_to: 'everything' }, 'applies_to', 'at least one host'],
      [{ applies_to: { services: [999_999] } }, 'applies_to', 'no service 999999'],
      [{ applies_to: { host_groups: [999_999] } }, 'applies_to', 'no host group 999999'],
      [{ restrict_to: {} }, 'restrict_to', 'at least one check or plugin'],
      [{ restrict_to: { plugins: ['nothing'] } }, 'restrict_to', 'no plugin "nothing"'],
      [{ applies_to: {} }, 'applies_to', 'at least one'],
      [{ applies_to: { hosts: [] } }, 'applies_to', 'at least one host'],
      [{ applies_to: { hosts: [999_999] } }, 'applies_to', 'no host 999999'],
      [{ applies_to: { hosts: ['x; drop table'] } }, 'applies_to', 'not an id'],
      [{ applies_to: { plugins: ['nothing'] } }, 'applies_to', 'no plugin "nothing"'],
      [{ applies_to: { hosts: Array(70_000).fill(1) } }, 'applies_to', 'at most 10000 entries'],
      [{ applies_to: { machines: [1] } }, 'applies_to', '"machines" is not known'],
    ] as const)
    .run(async ({ assert }, [change, field, words]) => {
      const api = await apiAs('owner')
      const { status, body } = await api('POST', '/alerts', { ...ALERT, ...change })
      assert.equal(status, 422)
      assert.equal(body.error.fields[0].field, field)
      assert.include(body.error.message, words)
      assert.lengthOf(await db.from('alerts'), 0)
    })

  test('are refused with every wrong field', async ({ assert }) => {
    const wrong = { ...ALERT, options: {}, from: ['bad'], to: [], applies_to: {} }
    const { body } = await (await apiAs('owner'))('POST', '/alerts', wrong)
    const fields = body.error.fields.map((each: { field: string }) => each.field)
    assert.deepEqual(fields, ['options.to', 'from', 'to', 'applies_to'])
  })

  test('need a name of their own', async ({ assert }) => {
    const api = await apiAs('owner')
    await api('POST', '/alerts', ALERT)
    assert.include((await api('POST', '/alerts', ALERT)).body.error.message, 'already')
  })
})

test.group('Tests of alerts', (group) => {
  group.each.setup(() => testUtils.db().wrapInGlobalTransaction())

  test('arrive at the mail server', async ({ assert, cleanup }) => {
    const api = await apiAs('owner')
    const post = await startPost(cleanup)
    await api('PUT', '/settings/mail', post.settings)
    const { id } = (await api('POST', '/alerts', ALERT)).body.data
    const { status, body } = await api('POST', `/alerts/${id}/tests`)
    assert.equal(status, 200)
    assert.equal(body.data.outcome, 'sent')
    const mail = await simpleParser(post.mails[0])
    assert.lengthOf(post.mails, 1)
    assert.include(mail.text, 'You asked for this message')
    assert.lengthOf(await db.from('incidents'), 0)
  })

  test('may be asked for by helpers, not by viewers', async ({ assert }) => {
    const { id } = (await (await apiAs('owner'))('POST', '/alerts', ALERT)).body.data
    const path = `/alerts/${id}/tests`
    assert.equal((await (await apiAs('helper'))('POST', path)).status, 409, 'mail is not set up')
    assert.equal((await (await apiAs('viewer'))('POST', path)).status, 403)
  })

  test('say why they did not arrive', async ({ assert }) => {
    const api = await apiAs('owner')
    const { id } = (await api('POST', '/alerts', ALERT)).body.data
    const unset = await api('POST', `/alerts/${id}/tests`)
    assert.equal(unset.status, 409)
    assert.include(unset.body.error.message, 'mail server')

    await api('PUT', '/settings/mail', { ...MAIL, port: 9 })
    const refused = await api('POST', `/alerts/${id}/tests`)
    assert.equal(refused.status, 502)
    assert.equal(refused.body.error.code, 'E_DELIVERY_FAILED')
    assert.isAbove(refused.body.error.message.length, 20)
  })
})

test.group('Mail settings', (group) => {
  group.each.setup(() => testUtils.db().wrapInGlobalTransaction())

  test('never show the password, and keep it for the same user and host only', async ({
    assert,
  }) => {
    const api = await apiAs('owner')
    assert.isNull((await api('GET', '/settings/mail')).body.data)
    const signIn = { user: 'anna', password: 'hidden word' }
    await api('PUT', '/settings/mail', { ...MAIL, ...signIn })
    const shown = await api('GET', '/settings/mail')
    assert.deepEqual(shown.body.data, { ...MAIL, user: 'anna', has_password: true })
    assert.notInclude(JSON.stringify(await db.from('settings')), 'hidden')
    assert.equal((await readMailSettings())?.password, 'hidden word')

    const again = { ...shown.body.data, port: 2525 }
    assert.equal((await api('PUT', '/settings/mail', again)).status, 200, 'what GET answered')
    assert.equal((await readMailSettings())?.password, 'hidden word')
    const elsewhere = await api('PUT', '/settings/mail', {
      ...MAIL,
      user: 'anna',
      host: '127.0.0.2',
    })
    assert.equal(elsewhere.status, 422)
    assert.equal(elsewhere.body.error.fields[0].field, 'password')
  })

  test('are refused with the field', async ({ assert }) => {
    const api = await apiAs('owner')
    const { status, body } = await api('PUT', '/settings/mail', { ...MAIL, port: 70_000 })
    assert.equal(status, 422)
    assert.equal(body.error.fields[0].field, 'port')
  })
})

const MAIL = { host: '127.0.0.1', port: 25, security: 'none', from: 'box@example.com' }

/** A real mail server on this machine that keeps what it gets. */
async function startPost(cleanup: (end: () => Promise<void>) => void) {
  const mails: string[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, _session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        mails.push(Buffer.concat(chunks).toString())
        done()
      })
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  cleanup(() => new Promise<void>((resolve) => server.close(resolve)))
  const { port } = server.server.address() as { port: number }
  return { mails, settings: { ...MAIL, port } }
}
