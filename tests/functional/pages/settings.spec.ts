import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import testUtils from '@adonisjs/core/services/test_utils'
import { test } from '@japa/runner'
import { simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import Alert from '../../../app/models/alert.ts'
import User from '../../../app/models/user.ts'
import { createPerson, PASSWORD, signedIn } from '../../support/people.ts'

const ALERT = { 'name': 'Shop hours', 'options[to]': 'anna@example.com', 'to[]': 'critical' }
const MAIL = { host: '127.0.0.1', port: '1', security: 'none', from: 'box@example.com' }

test.group('Alerts, mail and accounts', (group) => {
  group.each.setup(() => testUtils.db().wrapInGlobalTransaction())
  group.each.setup(async () => {
    for (const role of ['owner', 'helper', 'viewer'] as const) await createPerson(role)
  })

  test('an alert is made, described in a sentence, changed and deleted', async ({ assert }) => {
    const owner = await signedIn('owner@example.com')
    await owner.get('/alerts/create')
    await owner.post('/alerts', { ...ALERT, applies_to: 'all_hosts', is_enabled: 'on' })
    const sentence = 'Tell anna@example.com when any machine becomes critical.'
    assert.include((await owner.get('/alerts')).text, sentence)

    const alert = await Alert.findByOrFail('name', 'Shop hours')
    await owner.get(`/alerts/${alert.id}/edit`)
    await owner.post(`/alerts/${alert.id}`, { ...ALERT, 'to[]': 'minor' })
    const { text } = await owner.get('/alerts')
    assert.include(text, 'when any machine becomes minor.')
    assert.include(text, 'Switched off')

    await owner.get(`/alerts/${alert.id}/delete`)
    assert.isNotNull(await Alert.find(alert.id), 'asking does not delete')
    await owner.post(`/alerts/${alert.id}/delete`)
    assert.isNull(await Alert.find(alert.id))
  })

  test('a refused form says which field and keeps what was typed', async ({ assert }) => {
    const owner = await signedIn('owner@example.com')
    await owner.get('/alerts/create')
    const answer = await owner.post('/alerts', { ...ALERT, 'options[to]': 'nobody' })
    assert.equal(answer.location, '/alerts/create')
    const { text } = await owner.get('/alerts/create')
    assert.match(text, /id="to"[^>]*aria-invalid="true"[^>]*aria-describedby="to-hint"/)
    assert.include(text, 'value="nobody"')
    assert.include(text, 'value="Shop hours"')
    assert.isNull(await Alert.first())
  })

  test('a refused alert says every wrong field at once and keeps what was chosen', async ({
    assert,
  }) => {
    const owner = await signedIn('owner@example.com')
    await owner.get('/alerts/create')
    await owner.post('/alerts', { 'name': '', 'options[to]': 'nobody', 'applies_to': 'chosen' })
    const { text, words } = await owner.get('/alerts/create')
    for (const sentence of [
      'Give the alert a name',
      '“nobody” is not an e-mail address.',
      'Choose at least one state.',
      'Tick at least one machine, or choose All machines.',
    ]) {
      assert.include(words, sentence)
    }
    assert.include(text, 'value="nobody"')
    assert.notMatch(text, /name="to\[\]"[^>]*checked/, 'no state was ticked')
    assert.match(text, /value="chosen" checked/)
    assert.notMatch(text, /name="is_enabled" checked/)
  })

  test('every form comes back to its own page, also without a referrer', async ({ assert }) => {
    const owner = await signedIn('owner@example.com')
    await owner.get('/alerts/create')
    await owner.post('/alerts', ALERT)
    const { id } = await Alert.firstOrFail()
    const forms = {
      '/alerts': '/alerts/create',
      [`/alerts/${id}`]: `/alerts/${id}/edit`,
      '/settings/mail': '/settings/mail',
      '/account': '/account',
      '/account/password': '/account',
    }
    for (const [action, page] of Object.entries(forms)) {
      await owner.get(page)
      const answer = await owner.post(action, { name: 'x'.repeat(101) }, { referer: '' })
      assert.equal(answer.location, page, action)
      assert.include((await owner.get(page)).text, 'class="error"', action)
    }
  })

  test('refused mail settings say every wrong field at once', async ({ assert }) => {
    const owner = await signedIn('owner@example.com')
    await owner.get('/settings/mail')
    await owner.post('/settings/mail', { ...MAIL, user: 'box', password: 'hunter2hunter2' })
    await owner.get('/settings/mail')
    const given = { host: 'http://x', port: '0', security: 'odd', from: 'me', user: '' }
    await owner.post('/settings/mail', { ...given, password: 'hunter3hunter3' })
    const { text } = await owner.get('/settings/mail')
    for (const id of ['host', 'port', 'security', 'from', 'user']) {
      assert.include(text, `id="${id}-hint"><svg`, id)
    }
    for (const value of ['http://x', '0', 'me']) assert.include(text, `value="${value}"`)
    assert.notInclude(text, 'value="box"', 'an emptied field stays empty')
    assert.notInclude(text, 'hunter3')
  })

  test('a test that arrives is said on the page', async ({ assert, cleanup }) => {
    const mails: string[] = []
    const server = await startMailServer(mails)
    cleanup(() => new Promise<void>((resolve) => server.close(() => resolve())))
    const { port } = server.server.address() as AddressInfo
    const page = await sendTest({ ...MAIL, port: String(port) })
    assert.include(page, '<b>Sent.</b>')
    assert.lengthOf(mails, 1)
    const { to } = await simpleParser(mails[0])
    assert.include(JSON.stringify(to), 'anna@example.com')
  })

  test('a test that fails is said on the page, in words', async ({ assert }) => {
    const page = await sendTest(MAIL)
    assert.include(page, 'The test did not go out.')
    assert.match(page, /127\.0\.0\.1/)
  })

  test('the stored mail password never comes back', async ({ assert }) => {
    const owner = await signedIn('owner@example.com')
    await owner.get('/settings/mail')
    await owner.post('/settings/mail', { ...MAIL, user: 'box', password: 'hunter2hunter2' })
    const { text } = await owner.get('/settings/mail')
    assert.include(text, 'A password is stored.')
    assert.notInclude(text, 'hunter2')
  })

  test('everybody sees only the buttons they may use', async ({ assert }) => {
    const owner = await signedIn('owner@example.com')
    await owner.get('/settings/mail')
    await owner.post('/settings/mail', MAIL)
    await owner.get('/alerts/create')
    await owner.post('/alerts', ALERT)
    const viewer = await (await signedIn('viewer@example.com')).get('/alerts')
    const helper = await (await signedIn('helper@example.com')).get('/alerts')
    for (const words of ['Send test', '/edit', '/delete', '/alerts/create']) {
      assert.notInclude(viewer.text, words)
    }
    assert.include(helper.text, 'Send test')
    assert.notInclude(helper.text, '/edit')
    assert.notInclude(
      (await (await signedIn('viewer@example.com')).get('/settings')).text,
      '/users'
    )
  })

  test('colours chosen once are there at once, and before the sign-in', async ({ assert }) => {
    const viewer = await signedIn('viewer@example.com')
    assert.notInclude((await viewer.get('/account')).text, 'data-theme')
    const given = { name: 'Vic', email: 'viewer@example.com', theme: 'dark' }
    await viewer.post('/account', given)
    assert.include((await viewer.get('/account')).text, '<html lang="en" data-theme="dark">')
    await viewer.post('/logout')
    assert.include((await viewer.get('/login')).text, 'data-theme="dark"')
  })

  test('a name with characters nobody sees is refused', async ({ assert }) => {
    const viewer = await signedIn('viewer@example.com')
    for (const name of ['Vic\r\nsays', 'Vic\u202egpj.exe', 'Vic\u2069', 'Vic\u001b[31m']) {
      await viewer.get('/account')
      await viewer.post('/account', { name, email: 'viewer@example.com', theme: 'auto' })
      const { words } = await viewer.get('/account')
      assert.include(
        words,
        'Write the name in one line that can be seen, without control characters'
      )
    }
    assert.isNotNull(await User.findBy('full_name', 'The viewer'))
  })

  test('an address somebody else signs in with is refused', async ({ assert }) => {
    const viewer = await signedIn('viewer@example.com')
    await viewer.get('/account')
    const given = { name: 'Vic', email: 'OWNER@example.com', theme: 'auto' }
    await viewer.post('/account', { ...given, passwordForEmail: PASSWORD })
    assert.include((await viewer.get('/account')).text, 'Somebody else signs in with this address.')
    assert.isNotNull(await User.findBy('email', 'viewer@example.com'))
  })

  test('a new e-mail address needs the password', async ({ assert }) => {
    const viewer = await signedIn('viewer@example.com')
    const given = { name: 'Vic', email: 'vic@example.com', theme: 'auto' }
    for (const [passwordForEmail, words] of [
      ['', 'A new e-mail address needs it.'],
      ['wrong', 'This is not your current password.'],
    ]) {
      await viewer.get('/account')
      await viewer.post('/account', { ...given, passwordForEmail })
      const { text } = await viewer.get('/account')
      assert.include(text, words)
      assert.include(text, 'value="vic@example.com"')
      assert.match(text, /id="passwordForEmail"[^>]*aria-invalid="true"/)
      assert.isNull(await User.findBy('email', 'vic@example.com'))
    }
    await viewer.post('/account', { ...given, passwordForEmail: PASSWORD })
    assert.include((await viewer.get('/account')).text, 'Saved.')
    await signedIn('vic@example.com')
  })

  test('a new password needs the old one and signs other devices out', async ({ assert }) => {
    const viewer = await signedIn('viewer@example.com')
    const other = await signedIn('viewer@example.com')
    await viewer.get('/account')
    const newPassword = 'plum-tree in May'
    await viewer.post('/account/password', { currentPassword: 'wrong', newPassword })
    assert.include((await viewer.get('/account')).text, 'This is not your current password.')
    await viewer.post('/account/password', { currentPassword: PASSWORD, newPassword })
    assert.include((await viewer.get('/account')).text, 'The password is changed.')
    assert.equal((await other.get('/account')).location, '/login')
  })
})

async function sendTest(mail: Record<string, string>): Promise<string> {
  const owner = await signedIn('owner@example.com')
  await owner.get('/settings/mail')
  await owner.post('/settings/mail', mail)
  await owner.get('/alerts/create')
  await owner.post('/alerts', ALERT)
  const alert = await Alert.firstOrFail()
  await owner.get('/alerts')
  const answer = await owner.post(`/alerts/${alert.id}/tests`)
  return (await owner.get(answer.location!.split('#')[0])).text
}

async function startMailServer(mails: string[]): Promise<SMTPServer> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, _session, callback) {
      let mail = ''
      stream.on('data', (part) => (mail += part))
      stream.on('end', () => {
        mails.push(mail)
        callback()
      })
    },
  })
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  return server
}
