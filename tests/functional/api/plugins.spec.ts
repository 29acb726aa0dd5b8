import { createHash } from 'node:crypto'
import testUtils from '@adonisjs/core/services/test_utils'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { createMessage, generateKey, sign } from 'openpgp'
import { packFiles } from '../../../agent/protocol/pack.ts'
import type { Manifest } from '../../../agent/protocol/manifest.ts'
import { apiAs, callApi, refusedFields } from '../../support/api.ts'
import { createCheck, createHost, createPlugin, manifestOf, RULE } from '../../support/factories.ts'
import { tokenOf } from '../../support/people.ts'

test.group('POST /plugins', (group) => {
  group.each.setup(() => testUtils.db().wrapInGlobalTransaction())

  test('takes in a package, with its rule', async ({ assert }) => {
    const archive = await packageOf()
    const { status, body } = await upload(archive)
    assert.equal(status, 201)
    assert.deepInclude(body.data, { identifier: 'disks', version: 1, is_bundled: false })
    assert.equal(body.data.manifest.id, 'disks')
    assert.deepInclude(body.data.versions[0], {
      ...{ version: 1, is_current: true, is_signed: false, bytes: archive.length },
      sha256: createHash('sha256').update(archive).digest('hex'),
    })
    const rule = await db.from('classifiers').firstOrFail()
    assert.deepInclude(rule, { code: RULE, n_historical: 5, is_edited: false })
    const again = await upload(archive)
    assert.equal(again.status, 200, 'nothing is new')
    assert.lengthOf(again.body.data.versions, 1)
  })

  test('keeps the signature for the agents, and looks at its form only', async ({ assert }) => {
    const archive = await packageOf()
    const given = await signatureOf(archive)
    const signed = await upload(archive, { 'x-plugin-signature': given })
    assert.equal(signed.status, 201)
    assert.isTrue(signed.body.data.versions[0].is_signed)
    const { signature } = await db.from('plugin_versions').firstOrFail()
    assert.equal(signature.toString('base64'), given)
    for (const header of ['AAAA', 'no base64!']) {
      const answer = await upload(archive, { 'x-plugin-signature': header })
      assert.equal(answer.status, 422)
      assert.deepEqual(refusedFields(answer), ['X-Plugin-Signature'])
    }
  })

  test('replaces a package of the same or a newer version only when asked to', async ({
    assert,
  }) => {
    const first = await packageOf({ version: 2 })
    await upload(first)
    const other = await packageOf({ version: 2 }, 'return "minor"')
    const refused = await upload(other)
    assert.equal(refused.status, 409)
    assert.include(refused.body.error.message, '?replace=true')
    const replaced = await upload(other, {}, '?replace=true')
    assert.equal(replaced.status, 201)
    assert.equal((await db.from('classifiers').firstOrFail()).code, 'return "minor"')
    assert.equal((await upload(first)).status, 409)
    assert.equal((await upload(first, {}, '?replace=true')).status, 201, 'the old one is back')
    assert.equal((await db.from('classifiers').firstOrFail()).code, RULE)
    const older = await packageOf({ version: 1 })
    assert.include((await upload(older)).body.error.message, 'Version 2 is in use')
    const newer = await upload(await packageOf({ version: 3 }))
    assert.equal(newer.status, 201)
    assert.equal(newer.body.data.version, 3)
    assert.lengthOf(newer.body.data.versions, 3)
  })

  test('leaves a rule that was edited as it is', async ({ assert }) => {
    await upload(await packageOf())
    await (
      await apiAs('owner')
    )('PUT', '/plugins/disks/classifier', { code: 'return "major"' })
    await upload(await packageOf({ version: 2 }, 'return "minor"'))
    assert.equal((await db.from('classifiers').firstOrFail()).code, 'return "major"')
  })

  test('refuses {0}')
    .with([
      ['what is no archive', () => Buffer.from('nonsense'), 'package'],
      ['an empty body', () => Buffer.from(''), 'package'],
      [
        'what runs on the server',
        () => packageOf({ runs_on: 'server' }),
        'server-side plugins come later',
      ],
      ['a number for an id', () => packageOf({ id: '42' }), 'Use a name'],
      ['too long a history', () => packageOf({ default_n_historical: 5000 }), 'at most 1000'],
      ['a broken rule', () => packageOf({}, 'return ('), 'classifier.lua'],
      ['a manifest without a name', () => packageOf({ name: '' }), '"name"'],
      ['a long name', () => packageOf({ name: 'n'.repeat(101) }), 'at most 100 characters'],
      ['a name of two lines', () => packageOf({ name: 'Disks\r\nBcc: b' }), 'in one line'],
      ['a name not to be seen', () => packageOf({ name: '\u200b' }), 'in one line'],
      ['a zero character in a manifest', () => packageOf({ needs: { a: '\0' } }), 'zero character'],
      ['half a character', () => packageOf({ description: '\ud800' }), 'half a character'],
      ['a zero character in a rule', () => packageOf({}, '-- \0'), 'classifier.lua: A text holds'],
      ['a rule not in UTF-8', () => packageOf({}, Buffer.from([0x2d, 0x2d, 0xff])), 'in UTF-8'],
      ['a deep manifest', () => packageOf({ needs: nested(1000) }), 'at most 20 levels deep'],
    ] as const)
    .run(async ({ assert }, [, archive, words]) => {
      const answer = await upload(await archive())
      assert.equal(answer.status, 422)
      assert.deepEqual(refusedFields(answer), ['package'])
      assert.include(answer.body.error.message, words)
      assert.lengthOf(await db.from('plugins'), 0)
    })

  test('reads raw packages only, up to a size, and only from owners', async ({ assert }) => {
    const archive = await packageOf()
    const json = await (await apiAs('owner'))('POST', '/plugins', {})
    assert.equal(json.status, 415)
    assert.include(json.body.error.message, 'application/gzip')
    const named = await upload(archive, { 'content-type': 'application/json' })
    assert.include(named.body.error.message, 'application/gzip')
    const other = await upload(archive, { 'content-type': 'application/octet-stream' })
    assert.equal(other.status, 415)
    const form = await upload(archive, { 'content-type': 'multipart/form-data; boundary=x' })
    assert.equal(form.status, 415)
    const large = await upload(Buffer.alloc(9 * 1024 * 1024))
    assert.equal(large.status, 413)
    assert.include(large.body.error.message, '8 MB')
    const unknown = await upload(archive, { authorization: 'Bearer pro_MQ.guessed' })
    assert.equal(unknown.status, 401)
    const helper = await upload(archive, { authorization: `Bearer ${await tokenOf('helper')}` })
    assert.equal(helper.status, 403)
  })
})

test.group('GET and DELETE /plugins/:id', (group) => {
  group.each.setup(() => testUtils.db().wrapInGlobalTransaction())

  test('say who uses it, and what goes with it', async ({ assert }) => {
    const api = await apiAs('owner')
    const plugin = await createPlugin()
    const check = await createCheck('storage', [await createHost('shop')], [plugin])
    const { body } = await api('GET', '/plugins/disks?consequences=true')
    assert.equal(body.data.id, plugin.id)
    assert.deepEqual(body.data.used_by, {
      ...{ checks: [{ id: check.id, name: 'storage' }], host_count: 1, alerts: [] },
    })
    assert.deepInclude(body.data.goes_with_it, { rules: 1, limits: 0 })
    assert.deepEqual((await api('GET', `/plugins/${plugin.id}`)).body.data.versions.length, 1)
    assert.equal((await api('DELETE', '/plugins/disks')).status, 204)
    assert.lengthOf(await db.from('plugin_versions'), 0)
    assert.equal((await api('GET', '/plugins/disks')).status, 404)
    assert.equal((await api('DELETE', '/plugins/disks')).status, 404)
  })

  test('leave plugins that come with Prophasis where they are', async ({ assert }) => {
    const plugin = await createPlugin()
    await plugin.merge({ isBundled: true }).save()
    const { status, body } = await (await apiAs('owner'))('DELETE', `/plugins/${plugin.id}`)
    assert.equal(status, 409)
    assert.include(body.error.message, 'Pause it instead')
  })
})

/** As gpg --detach-sign makes it, in base64. */
async function signatureOf(archive: Buffer): Promise<string> {
  const { privateKey } = await generateKey({ userIDs: [{ name: 'Anna' }], format: 'object' })
  const message = await createMessage({ binary: new Uint8Array(archive) })
  const made = { message, signingKeys: privateKey, detached: true, format: 'binary' } as const
  return Buffer.from((await sign(made)) as Uint8Array).toString('base64')
}

function nested(levels: number): Record<string, unknown> {
  let inside = {}
  for (let level = 1; level < levels; level++) inside = { inside }
  return inside
}

function packageOf(changes: Partial<Manifest> = {}, rule: string | Buffer = RULE): Promise<Buffer> {
  const file = (path: string, content: string | Buffer) => ({
    ...{ path, content: Buffer.from(content as string), executable: false },
  })
  return packFiles('disks', [
    file('manifest.json', JSON.stringify(manifestOf(changes))),
    file('classifier.lua', rule),
    file('index.js', 'export class Plugin {}'),
  ])
}

async function upload(archive: Buffer, headers: Record<string, string> = {}, query = '') {
  return callApi('POST', `/plugins${query}`, new Uint8Array(archive), {
    'authorization': `Bearer ${await tokenOf('owner')}`,
    'content-type': 'application/gzip',
    ...headers,
  })
}
