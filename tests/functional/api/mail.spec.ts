import testUtils from '@adonisjs/core/services/test_utils'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { readMailSettings, saveMailSettings } from '../../../app/settings/mail_settings.ts'
import { apiAs } from '../../support/api.ts'
import { createPerson, signedIn } from '../../support/people.ts'
import { MailServer } from '../../unit/alert/mail_server.ts'

const ALERT = {
  name: 'Tell Anna',
  module: 'email',
  from: 'any',
  to: ['major'],
  applies_to: 'all_hosts',
}
const MAIL = { host: '127.0.0.1', port: 25, security: 'none', from: 'box@example.com' }

test.group('Tests of alerts whose mail is refused', (group) => {
  group.each.setup(() => testUtils.db().wrapInGlobalTransaction())

  async function answersOf(codes: Record<string, number>, to: string[]) {
    const server = await MailServer.start({}, { recipientCodes: codes })
    await saveMailSettings({ ...server.settings })
    const api = await apiAs('owner')
    const { body } = await api('POST', '/alerts', { ...ALERT, options: { to } })
    const answer = await api('POST', `/alerts/${body.data.id}/tests`)
    const [line] = await db.from('system_logs').orderBy('id', 'desc')
    await server.stop()
    return { ...answer, line }
  }

  test('name everybody who was not reached, and stand in the System Logs', async ({ assert }) => {
    const to = ['anna@example.test', 'gone@example.test', 'grey@example.test']
    const codes = { 'gone@example.test': 550, 'grey@example.test': 451 }
    const { status, body, line } = await answersOf(codes, to)
    assert.equal(status, 200)
    assert.deepEqual(body.data.not_reached, ['grey@example.test', 'gone@example.test'])
    assert.deepInclude(line, { category: 'alerting', level: 'error' })
    assert.match(
      line.message,
      /^A test of the alert “Tell Anna”: The mail server at .* took the mail/
    )
    assert.include(line.message, 'It refused gone@example.test')
  })

  test('promise no further try', async ({ assert }) => {
    const to = ['anna@example.test']
    const { status, body, line } = await answersOf({ 'anna@example.test': 451 }, to)
    assert.equal(status, 502)
    assert.notInclude(body.error.message, 'We try again')
    assert.include(body.error.message, 'send the test again')
    assert.include(line.message, body.error.message)
  })
})

test.group('Who reads the answers', (group) => {
  group.each.setup(() => testUtils.db().wrapInGlobalTransaction())

  test('call the reader of answers reply_to, and know its old name', async ({ assert }) => {
    const api = await apiAs('owner')
    const given = { ...MAIL, reply_to: 'anna@example.com' }
    const { body } = await api('PUT', '/settings/mail', given)
    assert.deepEqual(body.data, { ...given, has_password: false })
    assert.equal((await readMailSettings())?.replyTo, 'anna@example.com')
    const old = await api('PUT', '/settings/mail', { ...MAIL, replyTo: 'ben@example.com' })
    assert.equal(old.body.data.reply_to, 'ben@example.com')
    const wrong = await api('PUT', '/settings/mail', { ...MAIL, reply_to: 'nobody' })
    assert.equal(wrong.body.error.fields[0].field, 'reply_to')
  })

  test('keep the reader of answers when the page is saved', async ({ assert }) => {
    await saveMailSettings({ ...MAIL, reply_to: 'anna@example.com' })
    await createPerson('owner')
    const owner = await signedIn('owner@example.com')
    const { text } = await owner.get('/settings/mail')
    const shown = /name="reply_to"[^>]*value="([^"]*)"/.exec(text)![1]
    await owner.post('/settings/mail', { ...MAIL, port: '26', reply_to: shown })
    assert.deepInclude(await readMailSettings(), { port: 26, replyTo: 'anna@example.com' })
  })
})
