import { gzipSync } from 'node:zlib'
import testUtils from '@adonisjs/core/services/test_utils'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { apiAs, callApi } from '../../support/api.ts'
import { createPlugin } from '../../support/factories.ts'
import { tokenOf } from '../../support/people.ts'
import { url } from '../../support/page_client.ts'

test.group('Errors of the API', (group) => {
  group.each.setup(() => testUtils.db().wrapInGlobalTransaction())

  test('names an unknown path, and a method that is not taken', async ({ assert }) => {
    const unknown = await callApi('GET', '/no-such-path')
    assert.equal(unknown.status, 404)
    assert.equal(unknown.body.error.code, 'E_NOT_FOUND')
    const method = await callApi('DELETE', '/hosts')
    assert.equal(method.status, 405)
    assert.equal(method.body.error.code, 'E_METHOD_NOT_ALLOWED')
    assert.equal(method.headers.get('allow'), 'GET, POST')
  })

  test('asks for a token, and says which role is needed', async ({ assert }) => {
    const nobody = await callApi('GET', '/hosts')
    assert.equal(nobody.status, 401)
    assert.equal(nobody.body.error.code, 'E_UNAUTHORIZED')
    assert.equal(nobody.headers.get('www-authenticate'), 'Bearer')
    const viewer = await (await apiAs('viewer'))('GET', '/settings/mail')
    assert.equal(viewer.status, 403)
    assert.deepEqual(viewer.body.error, {
      code: 'E_FORBIDDEN',
      message: 'This needs the role owner, and yours is viewer.',
    })
  })

  test('takes what cannot be a token for none: {$i}')
    .with(['99999999999999999999', 'abc', '-1', '0', '1e9', '1\0'])
    .run(async ({ assert }, id) => {
      const encoded = [id, 'a secret'].map((part) => Buffer.from(part).toString('base64url'))
      const headers = { authorization: `Bearer pro_${encoded.join('.')}` }
      const { status, body } = await callApi('GET', '/hosts', undefined, headers)
      assert.deepEqual([status, body.error.code], [401, 'E_UNAUTHORIZED'])
    })

  test('refuses broken JSON {$i}')
    .with(['{"name":', 'name=x', '"text"', '{"a":1}}'])
    .run(async ({ assert }, body) => {
      const { status, body: answer } = await (await apiAs('owner'))('POST', '/alerts', body)
      assert.equal(status, 400)
      assert.equal(answer.error.code, 'E_INVALID_JSON')
    })

  test('refuses what is too large, and what is not JSON', async ({ assert }) => {
    const api = await apiAs('owner')
    const large = await api('POST', '/alerts', { name: 'x'.repeat(1_100_000) })
    assert.equal(large.status, 413)
    assert.equal(large.body.error.code, 'E_TOO_LARGE')
    const form = await fetch(url('/api/v1/alerts'), {
      method: 'POST',
      body: new URLSearchParams({ name: 'x' }),
    })
    assert.equal(form.status, 415)
    assert.include(await form.text(), 'E_UNSUPPORTED_MEDIA_TYPE')
  })

  test('refuses what is nested too deeply, before anybody is known: {$i}')
    .with([101, 5_000, 200_000])
    .run(async ({ assert }, levels) => {
      const nested = '['.repeat(levels) + ']'.repeat(levels)
      for (const body of [nested, `{"name":${nested}}`]) {
        const { status, body: answer } = await callApi('POST', '/alerts', body)
        assert.equal(status, 400)
        assert.equal(answer.error.code, 'E_INVALID_JSON')
        assert.include(answer.error.message, 'at most 100 levels deep')
      }
    })

  test('refuses a body that is not compressed as its header says: {$self}')
    .with(['gzip', 'deflate', 'br'])
    .run(async ({ assert }, encoding) => {
      const headers = { 'content-encoding': encoding }
      const { status, body } = await callApi('POST', '/alerts', { name: 'x' }, headers)
      assert.equal(status, 400)
      assert.equal(body.error.code, 'E_BAD_BODY')
      const page = await fetch(url('/login'), {
        method: 'POST',
        headers,
        body: new URLSearchParams({ email: 'anna@example.com' }),
      })
      assert.equal(page.status, 400)
      const text = await page.text()
      assert.include(text, 'This cannot be read here')
      assert.include(text, 'Correct or leave out the header.')
    })

  test('reads a compressed body, and names a compression it does not know', async ({ assert }) => {
    const token = await tokenOf('owner')
    const headers = (encoding: string) => ({
      'authorization': `Bearer ${token}`,
      'content-type': 'application/json',
      'content-encoding': encoding,
    })
    const body = gzipSync('{"name":"x"}')
    const send = (encoding: string) =>
      fetch(url('/api/v1/alerts'), { method: 'POST', headers: headers(encoding), body })
    assert.equal((await send('gzip')).status, 422)
    assert.equal((await send('zstd-of-tomorrow')).status, 415)
  })

  test('refuses zero characters', async ({ assert }) => {
    const zero = await (await apiAs('viewer'))('GET', '/hosts?q=a%00b')
    assert.equal(zero.status, 422)
    assert.include(zero.body.error.message, 'zero character')
  })

  test('refuses bodies that are no object', async ({ assert }) => {
    const api = await apiAs('owner')
    await createPlugin()
    for (const [method, path] of [
      ['POST', '/alerts'],
      ['PUT', '/settings/mail'],
      ['PUT', '/plugins/disks/classifier'],
    ]) {
      const { status, body } = await api(method, path, [1])
      assert.equal(status, 422, path)
      assert.equal(body.error.code, 'E_VALIDATION')
    }
  })

  test('refuses fields it does not know, and names those it knows: {$i}')
    .with([
      [
        'POST',
        '/alerts',
        'Use name, description, module, options, from, to, applies_to, restrict_to, is_enabled.',
      ],
      ['PUT', '/settings/mail', 'Use host, port, security, from, user, password, reply_to'],
      ['PUT', '/plugins/disks/classifier', 'Use code, limits, n_historical, check.'],
      ['POST', '/hosts', 'Use name, address, port, description, agent, auth_key'],
      ['PATCH', '/checks/1', 'Use name, description, hosts, host_groups, plugins, schedules.'],
      ['POST', '/hosts/1/runs', 'Send no body.'],
      ['POST', '/alerts/1/tests', 'Send no body.'],
    ] as const)
    .run(async ({ assert }, [method, path, known]) => {
      await createPlugin()
      const { status, body } = await (await apiAs('owner'))(method, path, { colour: 'red' })
      assert.equal(status, 422)
      assert.deepEqual(
        body.error.fields.map((each: { field: string }) => each.field),
        ['colour']
      )
      assert.include(body.error.message, `There is no field "colour" here. ${known}`)
    })

  test('refuses strange fields, nulls and broken characters at any depth', async ({ assert }) => {
    const api = await apiAs('owner')
    const every = { value: 5, unit: 'minutes', colour: 'red' }
    for (const [changes, field, words] of [
      [
        { intervals: [{ start_at: '2026-01-01', every }] },
        'intervals.0.every.colour',
        'in "intervals.0.every"',
      ],
      [{ description: null }, 'description', 'may not be null'],
      [{ checks: [null] }, 'checks.0', 'may not be null'],
      [{ description: 'a\u0000b' }, 'description', 'zero character'],
      [{ description: 'a\ud800b' }, 'description', 'half a character'],
      [{ description: 'a\ufffdb' }, 'description', 'in UTF-8'],
    ] as const) {
      const { status, body } = await api('POST', '/schedules', { name: 'often', ...changes })
      assert.equal(status, 422)
      assert.include(
        body.error.fields.map((each: { field: string }) => each.field),
        field
      )
      assert.include(body.error.message, words)
    }
  })

  test('refuses parameters it does not know, and names those it knows: {$i}')
    .with([
      ['/hosts?foo=1', 'Use q, state, host_group, page, per_page.'],
      ['/logs?level=error', 'Use q, category, page, per_page.'],
      ['/results?host=1&plugin=1&since=1', 'Use host, plugin, check,'],
      ['/plugins?name=disk', 'Use q, page, per_page.'],
      ['/settings/mail?q=x', 'It takes none.'],
      ['/plugins/disks/classifier?host=1', 'Use check.'],
    ] as const)
    .run(async ({ assert }, [path, known]) => {
      await createPlugin()
      const { status, body } = await (await apiAs('owner'))('GET', path)
      assert.equal(status, 422)
      assert.match(body.error.message, /^There is no parameter "\w+" here\. /)
      assert.include(body.error.message, known)
    })

  test('refuses what would be dropped or misread without a word: {$i}')
    .with([
      ['PUT', '/plugins/disks/classifier', '{"limits":{"__proto__":1}}', '"__proto__" means'],
      ['PUT', '/plugins/disks/classifier', '{"check":[1]}', 'Give "check" as the id'],
      ['PUT', '/plugins/disks/classifier', '{"check":{}}', 'Give "check" as the id'],
      ['PUT', '/plugins/disks/limits', '{"limits":{},"host":{}}', 'Give "host" as the id'],
      ['POST', '/alerts', { to: ['any', 'bad'] }, 'There is no state "bad".'],
      ['POST', '/alerts', { to: [{}] }, 'There is no state "{}".'],
      ['POST', '/alerts', { applies_to: { plugins: [{}] } }, '{} in "plugins" is not an id.'],
      ['POST', '/alerts', { applies_to: { hosts: [['x']] } }, '["x"] in "hosts" is not an id.'],
      [
        'POST',
        '/alerts',
        { options: { to: 'a@b.de', bcc: 'x' } },
        'There is no option "bcc". Use to.',
      ],
    ] as const)
    .run(async ({ assert }, [method, path, sent, words]) => {
      await createPlugin()
      const alert = {
        name: 'A',
        module: 'email',
        options: { to: 'a@example.com' },
        from: 'any',
        to: 'any',
      }
      const whole = { ...alert, applies_to: 'all_hosts' }
      const body = typeof sent === 'string' ? sent : { ...whole, ...sent }
      const answer = await (await apiAs('owner'))(method, path, body)
      assert.equal(answer.status, 422)
      assert.include(answer.body.error.message, words)
      assert.notInclude(answer.body.error.message, '[object')
    })

  test('keeps the inside to itself when something breaks', async ({ assert }) => {
    const api = await apiAs('viewer')
    await db.rawQuery('ALTER TABLE schedules RENAME COLUMN name TO secret_column')
    const { status, body } = await api('GET', '/schedules')
    assert.equal(status, 500)
    assert.deepEqual(body.error, {
      code: 'E_INTERNAL',
      message: 'Something went wrong here. The log of the program says what.',
    })
  })
})
