import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { DISK_FULL } from '../../../app/supervisor/disk_space.ts'
import { apiAs } from '../../support/api.ts'
import { createPerson, signedIn } from '../../support/people.ts'
import { PageClient } from '../../support/page_client.ts'

/** PostgreSQL itself says, for these tables, what it says when the disk is full. */
async function refuseWrites(...tables: string[]) {
  await db.rawQuery(`
    CREATE FUNCTION no_space() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$`)
  for (const table of tables) {
    await db.rawQuery(
      `CREATE TRIGGER no_space BEFORE INSERT OR UPDATE ON ${table} FOR EACH ROW EXECUTE FUNCTION no_space()`
    )
  }
}

test.group('While nothing can be stored', (group) => {
  group.each.setup(() => () => db.rawQuery('DROP FUNCTION IF EXISTS no_space CASCADE'))
  group.each.setup(() => () => db.rawQuery('TRUNCATE users, sessions, api_clients CASCADE'))

  test('pages can be read by whoever is signed in', async ({ assert }) => {
    await createPerson('owner')
    const browser = await signedIn('owner@example.com')
    await refuseWrites('sessions')
    for (const path of ['/', '/machines', '/settings', '/account']) {
      const { status, words } = await browser.get(path)
      assert.equal(status, 200, path)
      assert.notInclude(words, 'Something went wrong')
    }
  })

  test('nobody can sign in, and the page says why', async ({ assert }) => {
    await createPerson('owner')
    await refuseWrites('sessions')
    const { status, words } = await new PageClient().get('/login')
    assert.equal(status, 503)
    assert.include(words, `The disk is full ${DISK_FULL}`)
  })

  test('a form says why it was not saved', async ({ assert }) => {
    await createPerson('owner')
    const browser = await signedIn('owner@example.com')
    await browser.get('/account')
    await refuseWrites('users')
    const form = { name: 'Anna', email: 'owner@example.com', theme: 'dark' }
    const { status, words } = await browser.post('/account', form)
    assert.equal(status, 503)
    assert.include(words, DISK_FULL)
  })

  test('the API can be read with a token', async ({ assert }) => {
    const call = await apiAs('owner')
    await refuseWrites('api_tokens', 'settings')
    assert.equal((await call('GET', '/hosts')).status, 200)
    const mail = { host: 'localhost', port: 25, security: 'none', from: 'box@example.com' }
    const { status, body } = await call('PUT', '/settings/mail', mail)
    assert.equal(status, 503)
    assert.deepEqual(body.error, { code: 'E_DISK_FULL', message: DISK_FULL })
  })
})
