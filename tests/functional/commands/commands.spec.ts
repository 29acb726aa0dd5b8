import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { checkSetupCode } from '../../../app/setup/setup_code.ts'
import { createCheck, createHost, createPlugin, createResult } from '../../support/factories.ts'
import { url } from '../../support/page_client.ts'
import { signedIn } from '../../support/people.ts'

/** Real processes beside the running application, as scripts start them. */
test.group('Commands', (group) => {
  group.each.setup(() => useDataFolder())
  group.each.setup(() => () => db.rawQuery('TRUNCATE users, sessions, api_clients CASCADE'))

  test('owner:create makes somebody who can sign in', async ({ assert }) => {
    const { stdout, code } = await ace('owner:create', ...ANNA, '--json')
    assert.equal(code, 0)
    assert.deepInclude(JSON.parse(stdout), { email: 'anna@example.com', role: 'owner' })
    assert.lengthOf(stdout.trim().split('\n'), 1)
    await signedIn('anna@example.com', 'plum-tree in May')

    const again = await ace('owner:create', ...ANNA)
    assert.equal(again.code, 1)
    assert.include(again.stderr, 'exists already')
  })

  test('owner:create says what is missing or weak', async ({ assert }) => {
    const nothing = await ace('owner:create', '--json')
    assert.equal(nothing.code, 1)
    assert.equal(JSON.parse(nothing.stdout).error.code, 'E_VALIDATION')
    assert.include(nothing.stderr, 'Enter your name')
    const weak = await ace('owner:create', '--name=A', '--email=a@example.com', '--password=short')
    assert.equal(weak.code, 1)
    assert.include(weak.stderr, 'at least 10 characters')
  })

  test('clock:confirm takes away the doubt in the clock', async ({ assert }) => {
    await db
      .table('clock_knowledge')
      .insert({ seen_at: new Date(), jumped_ms: 1e9, doubted_at: new Date() })
    const { stdout, code } = await ace('clock:confirm', '--json')
    assert.equal(code, 0)
    assert.property(JSON.parse(stdout), 'confirmed')
    assert.isNull((await db.from('clock_knowledge').first()).doubted_at)
    await db.from('clock_knowledge').delete()
  })

  test('rule:replay says what it lacks, and what another rule would have said', async ({
    assert,
  }) => {
    const nothing = await ace('rule:replay', '--plugin=none')
    assert.equal(nothing.code, 1)
    assert.include(nothing.stderr, 'No machine is checked with a plugin "none".')
    const host = await createHost('replayed')
    const plugin = await createPlugin()
    const check = await createCheck('replayed', [host], [plugin])
    const place = { host, plugin, check }
    for (let minute = 1; minute <= 3; minute++)
      await createResult(place, { slot: new Date(Date.now() - minute * 60_000), value: minute })
    const rule = join(process.env.PROPHASIS_DATA_DIR!, 'rule.lua')
    writeFileSync(rule, 'return values[#values] > limits.major_percent and "major" or "ok"')
    const asked = ['rule:replay', '--plugin=disks', `--rule=${rule}`]
    const { stdout, code } = await ace(...asked, '--limits={"major_percent":2}', '--json')
    assert.equal(code, 0)
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    assert.deepEqual(
      lines.slice(0, 3).map((line) => line.state),
      ['major', 'ok', 'ok']
    )
    const summary = { results: 3, differences: 1, alerts: { replayed: 1, stored: 0 } }
    assert.deepEqual(lines[3], { summary })
    const people = await ace(...asked, '--limits={"major_percent":2}')
    assert.include(people.stdout, 'would have become major or critical once; it did 0 times')
    const broken = await ace(...asked, '--limits={"major_percent":200}')
    assert.include(broken.stderr, 'at most 100')
    await db.rawQuery('TRUNCATE hosts, checks, plugins CASCADE')
  })

  test('password:set lets somebody in who has forgotten theirs, and nobody else', async ({
    assert,
  }) => {
    await ace('owner:create', ...ANNA)
    const before = await signedIn('anna@example.com', 'plum-tree in May')
    const given = ['--email=Anna@example.com', '--password=apple-tree in June']
    const { stdout, code } = await ace('password:set', ...given, '--json')
    assert.equal(code, 0)
    assert.deepInclude(JSON.parse(stdout), { email: 'anna@example.com', role: 'owner' })
    assert.equal((await before.get('/')).location, '/login', 'what was open is signed out')
    await signedIn('anna@example.com', 'apple-tree in June')

    const unknown = await ace('password:set', '--email=b@example.com', '--password=x', '--json')
    assert.equal(unknown.code, 1)
    assert.equal(JSON.parse(unknown.stdout).error.code, 'E_VALIDATION')
    assert.include(unknown.stderr, 'Nobody signs in with b@example.com')
    const weak = await ace('password:set', '--email=anna@example.com', '--password=short')
    assert.include(weak.stderr, 'at least 10 characters')
    const nothing = await ace('password:set')
    assert.equal(nothing.code, 1)
    assert.include(nothing.stderr, 'Enter a password.')
  })

  test('token:create opens the API before there is an owner', async ({ assert }) => {
    const { stdout } = await ace('token:create', '--name=script', '--json')
    const { token } = JSON.parse(stdout)
    const answer = await fetch(url('/api/v1/alerts'), {
      headers: { authorization: `Bearer ${token}` },
    })
    assert.equal(answer.status, 200)

    const second = await ace('token:create', '--name=script', '--role=viewer')
    assert.equal(second.code, 1)
    assert.include(second.stderr, 'exists with the role owner')
    const unknown = await ace('token:create', '--name=other', '--role=admin')
    assert.include(unknown.stderr, 'viewer, helper, owner')
  })

  test('setup:code prints the code the page asks for, until there is an owner', async ({
    assert,
  }) => {
    const { stdout } = await ace('setup:code', '--json')
    assert.equal(checkSetupCode(JSON.parse(stdout).code), 'right')
    assert.equal((await ace('setup:code')).stdout.trim(), JSON.parse(stdout).code)
    await ace('owner:create', ...ANNA)
    const late = await ace('setup:code')
    assert.equal(late.code, 1)
    assert.include(late.stderr, 'set up already')
  })

  const NOT_THERE: [what: string, settings: Record<string, string>, sentence: string][] = [
    ['the database', { DATABASE_URL: 'postgres://nobody@127.0.0.1:9/nothing' }, 'does not answer'],
    ['the data folder', { APP_KEY: '', PROPHASIS_DATA_DIR: '/nothing/here' }, '/nothing/here'],
  ]
  for (const [what, settings, sentence] of NOT_THERE) {
    test(`says how to go on when ${what} is not there`, async ({ assert }) => {
      const plain = await ace('setup:code', settings)
      assert.equal(plain.code, 1)
      assert.equal(plain.stdout, '')
      assert.include(plain.stderr, sentence)
      assert.include(plain.stderr, 'npm start')
      assert.lengthOf(plain.stderr.trim().split('\n'), 1)

      const { code, stdout, stderr } = await ace('setup:code', '--json', settings)
      assert.equal(code, 1)
      assert.deepEqual(JSON.parse(stdout).error.message, stderr.trim())
    })
  }
})

const ANNA = ['--name=Anna', '--email=anna@example.com', '--password=plum-tree in May']
const ROOT = new URL('../../../', import.meta.url).pathname

async function ace(...given: (string | Record<string, string>)[]) {
  const args = given.filter((each) => typeof each === 'string')
  const settings = given.filter((each) => typeof each === 'object')
  const env = Object.assign(
    { ...process.env, NODE_ENV: 'production', PROPHASIS_FROM_SOURCE: '1' },
    ...settings
  )
  for (const [name, value] of Object.entries(env)) if (value === '') delete env[name]
  const running = promisify(execFile)(process.execPath, ['ace.js', ...args], { cwd: ROOT, env })
  return running.then(
    ({ stdout, stderr }) => ({ stdout, stderr, code: 0 }),
    (error: { stdout: string; stderr: string; code: number }) => error
  )
}

function useDataFolder() {
  const before = process.env.PROPHASIS_DATA_DIR
  const folder = mkdtempSync(join(tmpdir(), 'prophasis-commands-'))
  process.env.PROPHASIS_DATA_DIR = folder
  return () => {
    if (before === undefined) delete process.env.PROPHASIS_DATA_DIR
    else process.env.PROPHASIS_DATA_DIR = before
    rmSync(folder, { recursive: true })
  }
}
