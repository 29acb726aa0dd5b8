import testUtils from '@adonisjs/core/services/test_utils'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { saveAlert } from '../../../app/alerts/save_alert.ts'
import { saveMailSettings } from '../../../app/settings/mail_settings.ts'
import { callApi } from '../../support/api.ts'
import { createPerson, signedIn } from '../../support/people.ts'

const ALERT = {
  ...{ name: 'Shop hours', module: 'email', options: { to: 'anna@example.com' } },
  ...{ from: 'any', to: ['critical'], applies_to: 'all_hosts' },
}
const MAIL = { host: '127.0.0.1', port: 25, security: 'none', from: 'box@example.com' }

test.group('The foot of the navigation', (group) => {
  group.each.setup(() => testUtils.db().wrapInGlobalTransaction())
  group.each.setup(async () => {
    await createPerson('owner')
    for (const name of ['scheduler', 'notifier']) {
      await db.rawQuery(`INSERT INTO process_reports (name, reported_at) VALUES ('${name}', now())`)
    }
  })

  async function foot() {
    const { text } = await (await signedIn('owner@example.com')).get('/settings')
    const html = /<div class="rail-foot"[^]*?<\/div>/.exec(text)![0]
    return { isGreen: html.includes('sign'), words: html.replaceAll(/<[^>]*>|\s+/g, ' ') }
  }

  test('is not green while there is no alert', async ({ assert }) => {
    const { isGreen, words } = await foot()
    assert.isFalse(isGreen)
    assert.match(words, /This box tells nobody\s+It checks on time\. Add an alert/)
  })

  test('is not green while no mail server is set up', async ({ assert }) => {
    await saveAlert(ALERT)
    const { isGreen, words } = await foot()
    assert.isFalse(isGreen)
    assert.match(words, /This box tells nobody\s+Prophasis does not know your mail server yet\./)
  })

  test('leads an owner to what is missing, on the Overview of a phone too', async ({ assert }) => {
    await createPerson('viewer')
    const textFor = async (person: string, path: string) =>
      (await (await signedIn(`${person}@example.com`)).get(path)).text
    const link = '<a href="/alerts">Set it up</a>'
    assert.notInclude(await textFor('viewer', '/'), link)
    const overview = await textFor('owner', '/')
    assert.lengthOf(overview.split(link), 3)
    assert.notMatch(overview, /id="box-trouble"[^>]*hidden/)
    assert.match(await textFor('owner', '/settings'), /id="box-trouble"[^>]*hidden/)
  })

  test('is green once an alert can go out', async ({ assert }) => {
    await saveAlert(ALERT)
    await saveMailSettings(MAIL)
    const { isGreen, words } = await foot()
    assert.isTrue(isGreen)
    assert.match(words, /This box is OK\s+It checks on time and can send alerts\./)
  })

  test('tells of messages that wait because sending fails, and so does health', async ({
    assert,
  }) => {
    const alert = await saveAlert(ALERT)
    await saveMailSettings(MAIL)
    const message = {
      ...{ alert_id: alert.id, kind: 'problem', module: 'email', encrypted_options: '' },
      ...{ content: {}, subject: 'host:1', thread_id: '<1@test>' },
    }
    await db.table('notifications').insert({ ...message, message_id: '<1@test>' })
    assert.isTrue((await foot()).isGreen, 'one that was not tried yet')

    const failed = { message_id: '<2@test>', last_error: 'The server at 127.0.0.1 is not there.' }
    await db.table('notifications').insert({ ...message, ...failed })
    const { isGreen, words } = await foot()
    assert.isFalse(isGreen)
    assert.match(words, /This box is not OK\s+Sending alerts does not work\. 1 message waits/)
    const { status, body } = await callApi('GET', '/health')
    assert.equal(status, 503)
    assert.match(body.notifier.reason, /^1 message waits, because sending failed\./)
    assert.notInclude(JSON.stringify(body), '127.0.0.1')
  })
})
