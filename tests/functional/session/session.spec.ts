import limiter from '@adonisjs/limiter/services/main'
import testUtils from '@adonisjs/core/services/test_utils'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { endAllSessions } from '../../../app/access/session_of_person.ts'
import User from '../../../app/models/user.ts'
import { PageClient, url } from '../../support/page_client.ts'
import { createPerson, PASSWORD, signedIn } from '../../support/people.ts'

test.group('Signing in and out', (group) => {
  group.each.setup(() => testUtils.db().wrapInGlobalTransaction())
  group.each.setup(() => limiter.clear())
  group.each.setup(async () => void (await createPerson('owner', 'anna@example.com')))

  test('opens the pages, whatever the case of the address', async ({ assert }) => {
    const browser = await signedIn('ANNA@example.com')
    assert.equal((await browser.get('/login')).location, '/')
  })

  test('gives the browser a new session', async ({ assert }) => {
    const browser = new PageClient()
    await browser.get('/login')
    const before = browser.clone()
    await browser.post('/login', { email: 'anna@example.com', password: PASSWORD })
    assert.notEqual(browser.sessionCookie, before.sessionCookie)
    assert.equal((await before.get('/login')).status, 200, 'the old one is nobody')
  })

  test('says the same for an unknown address and a wrong password', async ({ assert }) => {
    const texts = []
    for (const email of ['anna@example.com', 'nobody@example.com']) {
      const browser = new PageClient()
      await browser.get('/login')
      const answer = await browser.post('/login', { email, password: 'not the password' })
      assert.equal(answer.location, '/login')
      const page = await browser.get('/login')
      assert.include(page.words, 'The e-mail address or the password is wrong.')
      assert.notInclude(page.text, 'not the password')
      texts.push(page.text.replaceAll(email, '').replaceAll(/value='[^']*'|nonce="[^"]*"/g, ''))
    }
    assert.equal(texts[0], texts[1])
  })

  test('refuses the sixth try of one address at one account', async ({ assert }) => {
    const browser = new PageClient()
    for (let attempt = 1; attempt <= 5; attempt++) {
      await browser.get('/login')
      await browser.post('/login', { email: 'anna@example.com', password: 'wrong' })
    }
    await browser.get('/login')
    await browser.post('/login', { email: 'anna@example.com', password: PASSWORD })
    const page = await browser.get('/login')
    assert.match(
      page.words,
      /Too many tries\. Wait \d+ seconds, then try again\. Whether the password was right was not looked at\./
    )
    assert.match(page.text, /id="password"[^>]*aria-invalid="true"/)
  })

  test('lets the right person in while strangers wear out the account', async ({ assert }) => {
    const perAccount = limiter.use({ requests: 50, duration: '10 mins' })
    await perAccount.set('account:anna@example.com', 60)
    await signedIn('anna@example.com')
    const second = new PageClient()
    await second.get('/login')
    await second.post('/login', { email: 'anna@example.com', password: PASSWORD })
    assert.match((await second.get('/login')).words, /Too many tries/, 'but one a minute')
  })

  test('ends the session for whoever holds its cookie at sign-out', async ({ assert }) => {
    const browser = await signedIn('anna@example.com')
    const thief = browser.clone()
    assert.equal((await browser.post('/logout')).location, '/login')
    assert.equal((await browser.get('/login')).status, 200)
    assert.equal((await thief.get('/login')).status, 200)
  })

  test('ends every session when the password changes', async ({ assert }) => {
    const browsers = [await signedIn('anna@example.com'), await signedIn('anna@example.com')]
    const anna = await User.findByOrFail('email', 'anna@example.com')
    await anna.merge({ password: 'another good password' }).save()
    for (const browser of browsers) assert.equal((await browser.get('/login')).status, 200)

    await signedIn('anna@example.com', 'another good password')
    assert.lengthOf(await db.from('sessions').where('user_id', String(anna.id)), 3)
    await endAllSessions(anna)
    assert.lengthOf(await db.from('sessions').where('user_id', String(anna.id)), 0)
  })

  test('refuses the password somebody has already as the new one', async ({ assert }) => {
    const browser = await signedIn('anna@example.com')
    await browser.get('/account')
    const same = { currentPassword: PASSWORD, newPassword: PASSWORD }
    await browser.post('/account/password', same)
    assert.include((await browser.get('/account')).words, 'This is the password you use now.')
  })

  test('refuses a form without the token of its page', async ({ assert }) => {
    const browser = await signedIn('anna@example.com')
    const answer = await browser.post('/logout', { _csrf: 'guessed' })
    assert.equal(answer.status, 403)
    assert.include(answer.words, 'open for too long')
    assert.equal((await browser.get('/login')).location, '/', 'she is still signed in')
  })

  test('leads a form of somebody signed out meanwhile to the sign-in, and back', async ({
    assert,
  }) => {
    const browser = await signedIn('anna@example.com')
    await browser.get('/account')
    await browser.post('/logout')
    const typed = { name: 'Anna Marlow', email: 'anna@example.com', passwordForEmail: 'a secret' }
    const answer = await browser.post('/account', typed)
    assert.equal(answer.location, '/login')
    const { words } = await browser.get('/login')
    assert.include(words, 'You are signed out. Sign in, and what you had typed is there again.')
    const again = await browser.post('/login', { email: 'anna@example.com', password: PASSWORD })
    assert.equal(again.location, '/account')
    const { text } = await browser.get('/account')
    assert.include(text, 'value="Anna Marlow"')
    assert.notInclude(text, 'a secret')
  })

  test("keeps nothing that a stranger's page has sent", async ({ assert }) => {
    const browser = new PageClient()
    await browser.get('/login')
    const theirs = { 'origin': 'http://elsewhere.example', 'sec-fetch-site': 'cross-site' }
    assert.equal((await browser.post('/account', { name: 'Mallory' }, theirs)).location, '/login')
    const { words } = await browser.get('/login')
    assert.include(words, 'You are signed out. Sign in again.')
    const answer = await browser.post('/login', { email: 'anna@example.com', password: PASSWORD })
    assert.equal(answer.location, '/')
  })

  test('refuses a form that calls itself another method to do without the token', async ({
    assert,
  }) => {
    const browser = await signedIn('anna@example.com')
    for (const method of ['GET', 'HEAD', 'OPTIONS']) {
      const answer = await browser.post('/logout', { _csrf: '', _method: method })
      assert.equal(answer.status, 403, method)
    }
    assert.equal((await browser.get('/login')).location, '/', 'she is still signed in')
  })

  test('goes back to the page of a wrong form, never where the request says', async ({
    assert,
  }) => {
    for (const referer of ['', 'http://elsewhere.example/login', url('/logout')]) {
      const browser = new PageClient()
      await browser.get('/login')
      const answer = await browser.post('/login', { email: 'anna@example.com' }, { referer })
      assert.equal(answer.location, '/login')
      const page = await browser.get('/login')
      assert.include(page.words, 'Enter a password.')
      assert.include(page.text, 'value="anna@example.com"')
    }
  })

  test('sends the security headers with pages and errors', async ({ assert }) => {
    for (const path of ['/login', '/no-such-page', '/api/v1/no-such-path']) {
      const { headers } = await new PageClient().get(path)
      assert.equal(headers.get('referrer-policy'), 'same-origin')
      assert.equal(headers.get('x-content-type-options'), 'nosniff')
      assert.equal(headers.get('x-frame-options'), 'DENY')
      assert.include(headers.get('content-security-policy'), "frame-ancestors 'none'")
      assert.notInclude(headers.get('content-security-policy'), 'unsafe')
    }
  })
})
