import { randomBytes } from 'node:crypto'
import testUtils from '@adonisjs/core/services/test_utils'
import db from '@adonisjs/lucid/services/db'
import limiter from '@adonisjs/limiter/services/main'
import transmit from '@adonisjs/transmit/services/main'
import { test } from '@japa/runner'
import { CHANGES } from '../../../app/monitoring/store/announce.ts'
import { endOutdatedStreams } from '../../../app/live/open_streams.ts'
import { createPerson, PASSWORD, signedIn } from '../../support/people.ts'
import { type PageClient, url } from '../../support/page_client.ts'

test.group('The stream of changes', (group) => {
  group.each.setup(() => testUtils.db().wrapInGlobalTransaction())
  group.each.setup(() => limiter.clear())
  group.each.setup(async () => void (await createPerson('owner')))

  /** Opens the stream of a page, as a browser does. @returns what arrives on it */
  async function listen(browser: PageClient) {
    const uid = randomBytes(16).toString('hex')
    const answer = await fetch(url(`/__transmit/events?uid=${uid}`), {
      headers: { cookie: browser.cookie, accept: 'text/event-stream' },
    })
    await browser.get('/account')
    await browser.post('/__transmit/subscribe', { uid, channel: CHANGES })
    const reader = answer.body!.getReader()
    let said = ''
    return {
      /** @returns what was said until these words came, or the stream ended */
      async until(words: string): Promise<{ said: string; isOver: boolean }> {
        while (!said.includes(words)) {
          const { done, value } = await reader
            .read()
            .catch(() => ({ done: true, value: undefined }))
          if (done) return { said, isOver: true }
          said += Buffer.from(value!).toString()
        }
        return { said, isOver: false }
      },
      close: () => reader.cancel(),
    }
  }

  const tell = (id: number) => transmit.broadcast(CHANGES, { type: 'host', id })

  test('tells whoever is signed in', async ({ assert }) => {
    const stream = await listen(await signedIn('owner@example.com'))
    tell(17)
    assert.isFalse((await stream.until('"id":17')).isOver)
    await stream.close()
  })

  test('ends with the session: at sign-out, and only that of this session', async ({ assert }) => {
    const browser = await signedIn('owner@example.com')
    const stream = await listen(browser)
    const other = await listen(await signedIn('owner@example.com'))
    await browser.get('/account')
    await browser.post('/logout')
    tell(18)
    const { said, isOver } = await stream.until('"id":18')
    assert.isTrue(isOver)
    assert.notInclude(said, '"id":18')
    assert.isFalse((await other.until('"id":18')).isOver)
    await other.close()
  })

  test('ends on other devices when the password changes', async ({ assert }) => {
    const browser = await signedIn('owner@example.com')
    const stream = await listen(await signedIn('owner@example.com'))
    await browser.get('/account')
    const given = { currentPassword: PASSWORD, newPassword: 'apple-tree in June' }
    await browser.post('/account/password', given)
    assert.isTrue((await stream.until('"id":19')).isOver)
  })

  for (const [what, sql] of [
    ['the sessions are deleted elsewhere', 'DELETE FROM sessions'],
    ['the session has run out', "UPDATE sessions SET expires_at = now() - interval '1 s'"],
    ['the person is deleted', 'DELETE FROM users'],
    ['the password is changed elsewhere', "UPDATE users SET password = 'another'"],
  ]) {
    test(`ends when ${what}`, async ({ assert }) => {
      const stream = await listen(await signedIn('owner@example.com'))
      await endOutdatedStreams()
      tell(20)
      assert.isFalse((await stream.until('"id":20')).isOver)
      await db.rawQuery(sql)
      await endOutdatedStreams()
      assert.isTrue((await stream.until('"id":21')).isOver)
    })
  }
})
