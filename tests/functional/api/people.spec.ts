import testUtils from '@adonisjs/core/services/test_utils'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import User from '../../../app/models/user.ts'
import { apiAs, callApi, refusedFields } from '../../support/api.ts'
import { createPerson, PASSWORD, signedIn } from '../../support/people.ts'

const ANNA = { name: 'Anna', email: 'Anna@Example.com', role: 'helper', password: PASSWORD }

test.group('Users', (group) => {
  group.each.setup(() => testUtils.db().wrapInGlobalTransaction())

  test('are made, listed, changed and deleted, and their passwords never shown', async ({
    assert,
  }) => {
    const api = await apiAs('owner')
    const made = await api('POST', '/users', ANNA)
    assert.equal(made.status, 201)
    assert.deepInclude(made.body.data, { name: 'Anna', email: 'anna@example.com', role: 'helper' })
    const path = `/users/${made.body.data.id}`
    assert.deepEqual((await api('GET', path)).body.data, made.body.data)
    const listed = await api('GET', '/users?q=anna')
    assert.equal(listed.body.meta.total, 1)
    assert.notMatch(JSON.stringify([made.body, listed.body]), /password|scrypt/)
    assert.equal((await api('PATCH', path, { name: 'Annabel' })).body.data.name, 'Annabel')
    assert.equal((await api('DELETE', path)).status, 204)
    assert.equal((await api('GET', path)).status, 404)
    assert.equal((await api('PATCH', path, {})).status, 404)
    assert.equal((await api('DELETE', path)).status, 404)
  })

  test('are refused: {$i}')
    .with([
      [{ name: '' }, 'name'],
      [{ email: 'anna' }, 'email'],
      [{ email: 'TAKEN@example.com' }, 'email'],
      [{ role: 'king' }, 'role'],
      [{ password: 'short' }, 'password'],
      [{ password: undefined }, 'password'],
      [{ password: 'anna@example.com' }, 'password'],
    ] as const)
    .run(async ({ assert }, [changes, field]) => {
      await createPerson('viewer', 'taken@example.com')
      const answer = await (await apiAs('owner'))('POST', '/users', { ...ANNA, ...changes })
      assert.equal(answer.status, 422)
      assert.deepEqual(refusedFields(answer), [field])
      assert.lengthOf(await db.from('users'), 1)
    })

  test('always have an owner', async ({ assert }) => {
    const api = await apiAs('owner')
    const { id } = await createPerson('owner')
    assert.equal((await api('DELETE', `/users/${id}`)).status, 409)
    assert.equal((await api('PATCH', `/users/${id}`, { role: 'helper' })).status, 409)
    assert.equal((await api('PATCH', `/users/${id}`, { role: 'owner' })).status, 200)
    await createPerson('owner', 'second@example.com')
    assert.equal((await api('PATCH', `/users/${id}`, { role: 'helper' })).status, 200)
    assert.equal(
      await User.query()
        .where('role', 'owner')
        .count('*')
        .then(([row]) => Number(row.$extras.count)),
      1
    )
  })

  test('are signed out by a new password, a new role and their end', async ({ assert }) => {
    const api = await apiAs('owner')
    await createPerson('owner')
    const { id } = await createPerson('helper')
    for (const change of [
      { password: 'another good password' },
      { role: 'viewer', password: PASSWORD },
    ]) {
      const browser = await signedIn(
        'helper@example.com',
        change.role ? 'another good password' : PASSWORD
      )
      assert.equal((await browser.get('/')).status, 200)
      assert.equal((await api('PATCH', `/users/${id}`, change)).status, 200)
      assert.equal((await browser.get('/')).location, '/login')
    }
    const kept = await signedIn('helper@example.com')
    await api('PATCH', `/users/${id}`, { name: 'Another' })
    assert.equal((await kept.get('/')).status, 200, 'a new name ends nothing')
    await api('DELETE', `/users/${id}`)
    assert.equal((await kept.get('/')).location, '/login')
  })
})

test.group('Programs that use the API', (group) => {
  group.each.setup(() => testUtils.db().wrapInGlobalTransaction())

  test('get a token once, which ends with them', async ({ assert }) => {
    const api = await apiAs('owner')
    const described = { name: 'backup', description: 'Runs at night', role: 'viewer' }
    const { status, body } = await api('POST', '/api-clients', described)
    assert.equal(status, 201)
    assert.deepInclude(body.data, { ...described, token_count: 1 })
    const { id, token } = body.data
    const use = (path: string, value = token) =>
      callApi('GET', path, undefined, { authorization: `Bearer ${value}` })
    assert.equal((await use('/hosts')).status, 200)
    assert.equal((await use('/users')).status, 403)
    const second = (await api('POST', `/api-clients/${id}/tokens`)).body.data
    assert.equal(second.token_count, 2)
    assert.equal((await use('/hosts', second.token)).status, 200)
    const tokens = (await api('GET', `/api-clients/${id}`)).body.data.tokens
    assert.isString(tokens[0].last_used_at)
    assert.equal((await api('DELETE', `/api-clients/${id}/tokens/${tokens[0].id}`)).status, 204)
    assert.equal((await use('/hosts')).status, 401)
    assert.equal((await use('/hosts', second.token)).status, 200, 'the other one stays')
    const again = await api('DELETE', `/api-clients/${id}/tokens/${tokens[0].id}`)
    assert.equal(again.status, 404)
    const other = (await api('POST', '/api-clients', { name: 'other', role: 'viewer' })).body.data
    const foreign = `/api-clients/${other.id}/tokens/${tokens[1].id}`
    assert.equal((await api('DELETE', foreign)).status, 404, 'only its own')
    assert.equal((await use('/hosts', second.token)).status, 200)
    const listed = await api('GET', '/api-clients?q=backup')
    assert.equal(listed.body.meta.total, 1)
    assert.notInclude(JSON.stringify(listed.body), 'pro_')
    assert.isString((await api('GET', `/api-clients/${id}`)).body.data.last_used_at)
    assert.equal((await api('DELETE', `/api-clients/${id}`)).status, 204)
    assert.equal((await use('/hosts')).status, 401)
    assert.equal((await use('/hosts', second.token)).status, 401)
    assert.equal((await api('DELETE', `/api-clients/${id}`)).status, 404)
    assert.equal((await api('POST', `/api-clients/${id}/tokens`)).status, 404)
  })

  test('are changed, and their tokens with them', async ({ assert }) => {
    const api = await apiAs('owner')
    const program = { name: 'backup', description: 'Runs at night', role: 'owner' }
    const made = (await api('POST', '/api-clients', program)).body.data
    const path = `/api-clients/${made.id}`
    const use = () => callApi('GET', '/users', undefined, { authorization: `Bearer ${made.token}` })
    assert.equal((await use()).status, 200)
    const changed = await api('PATCH', path, { role: 'viewer' })
    assert.deepInclude(changed.body.data, { ...program, role: 'viewer', token_count: 1 })
    assert.equal((await use()).status, 403)
    await api('POST', '/api-clients', { name: 'taken', role: 'viewer' })
    assert.deepEqual(refusedFields(await api('PATCH', path, { name: 'taken' })), ['name'])
    assert.equal((await api('PATCH', path, { name: 'backup', description: '' })).status, 200)
    assert.equal((await api('PATCH', '/api-clients/999999', {})).status, 404)
  })

  test('are refused: {$i}')
    .with([
      [{ name: '' }, 'name'],
      [{ name: 'taken' }, 'name'],
      [{ role: 'king' }, 'role'],
      [{ role: undefined }, 'role'],
    ] as const)
    .run(async ({ assert }, [changes, field]) => {
      const api = await apiAs('owner')
      await api('POST', '/api-clients', { name: 'taken', role: 'viewer' })
      const answer = await api('POST', '/api-clients', { name: 'new', role: 'viewer', ...changes })
      assert.equal(answer.status, 422)
      assert.deepEqual(refusedFields(answer), [field])
    })
})

test.group('History settings and logs', (group) => {
  group.each.setup(() => testUtils.db().wrapInGlobalTransaction())

  test('say how long results are kept', async ({ assert }) => {
    const api = await apiAs('owner')
    const path = '/settings/history'
    assert.deepEqual((await api('GET', path)).body.data, { raw_days: 30, hourly_days: 730 })
    const days = { raw_days: 7, hourly_days: 90 }
    assert.deepEqual((await api('PUT', path, days)).body.data, days)
    assert.deepEqual((await (await apiAs('viewer'))('GET', path)).body.data, days)
    for (const [changes, field] of [
      [{ raw_days: 0 }, 'raw_days'],
      [{ raw_days: '7' }, 'raw_days'],
      [{ hourly_days: 7301 }, 'hourly_days'],
      [{ hourly_days: 6 }, 'hourly_days'],
      [{ hourly_days: undefined }, 'hourly_days'],
    ] as const)
      assert.deepEqual(refusedFields(await api('PUT', path, { ...days, ...changes })), [field])
    assert.deepEqual((await api('GET', path)).body.data, days)
  })

  test('are emptied by owners', async ({ assert }) => {
    await db.table('system_logs').insert({ category: 'agent', level: 'info', message: 'Hello.' })
    assert.equal((await (await apiAs('helper'))('DELETE', '/logs')).status, 403)
    const api = await apiAs('owner')
    assert.equal((await api('DELETE', '/logs')).status, 204)
    assert.equal((await api('GET', '/logs')).body.meta.total, 0)
  })
})
