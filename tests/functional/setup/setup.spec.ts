import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import limiter from '@adonisjs/limiter/services/main'
import testUtils from '@adonisjs/core/services/test_utils'
import { test } from '@japa/runner'
import User from '../../../app/models/user.ts'
import { currentSetupCode } from '../../../app/setup/setup_code.ts'
import { useOwnDataFolder } from '../../support/page_data_folder.ts'
import { PageClient } from '../../support/page_client.ts'
import { createPerson } from '../../support/people.ts'

test.group('Set-up', (group) => {
  group.each.setup(() => useOwnDataFolder())
  // Wrong codes are counted for all of this process.
  group.each.setup(() => limiter.clear())
  group.each.setup(() => testUtils.db().wrapInGlobalTransaction())

  test('sends every page to the set-up until there is an owner', async ({ assert }) => {
    const browser = new PageClient()
    const answer = await browser.get('/login')
    assert.equal(answer.location, '/setup')
    assert.equal((await browser.get('/setup')).status, 200)
  })

  test('makes the owner, signs them in and closes for good', async ({ assert }) => {
    const browser = new PageClient()
    await browser.get('/setup')
    const answer = await browser.post('/setup', { ...ANNA, code: currentSetupCode() })
    assert.equal(answer.location, '/')

    const anna = await User.findByOrFail('email', 'anna@example.com')
    assert.equal(anna.role, 'owner')
    assert.notInclude(anna.password, ANNA.password)
    assert.equal((await browser.get('/login')).location, '/', 'she is signed in')
    assert.equal((await browser.get('/setup')).status, 404)
    assert.equal((await new PageClient().get('/setup')).status, 404)
    assert.isFalse(existsSync(codeFile()))
  })

  test('keeps the code in a file only its owner can read', async ({ assert }) => {
    const code = currentSetupCode()
    assert.match(code, /^\d{6}$/)
    assert.equal(readFileSync(codeFile(), 'utf8').trim(), code)
    assert.equal(currentSetupCode(), code)
  })

  test('makes a new code after five wrong ones', async ({ assert }) => {
    const first = currentSetupCode()
    const wrong = otherThan(first)
    const browser = new PageClient()
    for (let attempt = 1; attempt <= 4; attempt++) {
      await browser.get('/setup')
      await browser.post('/setup', { ...ANNA, code: wrong })
      assert.include((await browser.get('/setup')).words, 'This is not the code.')
      assert.equal(currentSetupCode(), first)
    }
    await browser.post('/setup', { ...ANNA, code: wrong })
    assert.include((await browser.get('/setup')).words, 'a new one has been made')
    assert.notEqual(currentSetupCode(), first)
    assert.isNull(await User.first())
  })

  test('looks at no more codes after twenty wrong ones, not even at the right one', async ({
    assert,
  }) => {
    const browser = new PageClient()
    for (let attempt = 1; attempt <= 20; attempt++) {
      await browser.get('/setup')
      await browser.post('/setup', { ...ANNA, code: otherThan(currentSetupCode()) })
    }
    await browser.get('/setup')
    await browser.post('/setup', { ...ANNA, code: currentSetupCode() })
    assert.include((await browser.get('/setup')).words, 'Too many wrong codes. Wait 10 min')
    assert.isNull(await User.first())
  })

  test('refuses a weak password {$i}')
    .with([
      ['short', 'at least 10'],
      ['password1234', 'among the first'],
      ['anna@example.com', 'not your e-mail'],
      ['aaaaaaaaaaaa', 'among the first'],
    ])
    .run(async ({ assert }, [password, sentence]) => {
      const browser = new PageClient()
      await browser.get('/setup')
      await browser.post('/setup', { ...ANNA, password, code: currentSetupCode() })
      const page = await browser.get('/setup')
      assert.include(page.words, sentence)
      assert.include(page.text, ANNA.email)
      assert.isNull(await User.first())
    })

  test('does not reopen for somebody with the code when an owner exists', async ({ assert }) => {
    const browser = new PageClient()
    await browser.get('/setup')
    await createPerson('owner')
    const answer = await browser.post('/setup', { ...ANNA, code: currentSetupCode() })
    assert.equal(answer.status, 404)
    assert.isNull(await User.findBy('email', ANNA.email))
  })
})

function otherThan(code: string): string {
  return code === '000000' ? '000001' : '000000'
}

const ANNA = { name: 'Anna', email: 'Anna@Example.com', password: 'plum-tree in May' }

function codeFile() {
  return join(process.env.PROPHASIS_DATA_DIR!, 'secrets', 'setup.code')
}
