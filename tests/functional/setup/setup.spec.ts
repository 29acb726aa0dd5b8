import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import testUtils from '@adonisjs/core/services/test_utils'
import { test } from '@japa/runner'
import User from '../../../app/models/user.ts'
import { checkSetupCode, currentSetupCode } from '../../../app/setup/setup_code.ts'
import { useOwnDataFolder } from '../../support/page_data_folder.ts'
import { PageClient } from '../../support/page_client.ts'
import { createPerson } from '../../support/people.ts'

test.group('Set-up', (group) => {
  group.each.setup(() => useOwnDataFolder())
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

  test('makes a longer code after five wrong ones, once and for all', async ({ assert }) => {
    const first = currentSetupCode()
    const browser = new PageClient()
    for (let attempt = 1; attempt <= 4; attempt++) {
      await browser.get('/setup')
      await browser.post('/setup', { ...ANNA, code: otherThan(first) })
      assert.include((await browser.get('/setup')).words, 'This is not the code.')
      assert.equal(currentSetupCode(), first)
    }
    await browser.post('/setup', { ...ANNA, code: otherThan(first) })
    assert.include((await browser.get('/setup')).words, 'a new one of twelve digits has been made')
    const long = currentSetupCode()
    assert.match(long, /^\d{12}$/)
    for (let attempt = 1; attempt <= 10; attempt++) {
      assert.equal(checkSetupCode(otherThan(long)), 'wrong')
    }
    assert.equal(currentSetupCode(), long)
    assert.isNull(await User.first())
  })

  test('keeps nobody waiting for the wrong codes of others', async ({ assert }) => {
    const stranger = new PageClient()
    await stranger.get('/setup')
    for (let attempt = 1; attempt <= 30; attempt++) {
      await stranger.post('/setup', { ...ANNA, code: otherThan(currentSetupCode()) })
    }
    const browser = new PageClient()
    await browser.get('/setup')
    const code = currentSetupCode().replace(/(...)/g, '$1 ')
    assert.equal((await browser.post('/setup', { ...ANNA, code })).location, '/')
    assert.isNotNull(await User.findBy('email', 'anna@example.com'))
  })

  test('counts digits of other scripts as a wrong code', async ({ assert }) => {
    const browser = new PageClient()
    await browser.get('/setup')
    for (const code of ['１２３４５６', '٠١٢٣٤٥', '12345\u{1d7d8}']) {
      await browser.post('/setup', { ...ANNA, code })
      assert.include((await browser.get('/setup')).words, 'This is not the code.')
    }
    assert.equal(checkSetupCode('x'), 'wrong')
    assert.equal(checkSetupCode('x'), 'renewed', 'they were counted')
  })

  test('says that the password must be typed again after a wrong code', async ({ assert }) => {
    const browser = new PageClient()
    assert.notInclude((await browser.get('/setup')).words, 'Type it again')
    await browser.post('/setup', { ...ANNA, code: otherThan(currentSetupCode()) })
    const { text, words } = await browser.get('/setup')
    assert.include(words, 'Type it again: passwords are not kept.')
    assert.notInclude(text, ANNA.password)
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
  return code.replace(/.$/, (last) => (last === '0' ? '1' : '0'))
}

const ANNA = { name: 'Anna', email: 'Anna@Example.com', password: 'plum-tree in May' }

function codeFile() {
  return join(process.env.PROPHASIS_DATA_DIR!, 'secrets', 'setup.code')
}
