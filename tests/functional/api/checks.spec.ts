import testUtils from '@adonisjs/core/services/test_utils'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { apiAs, refusedFields } from '../../support/api.ts'
import { createHost, createPlugin, manifestOf } from '../../support/factories.ts'

const MANIFEST = manifestOf({
  id: 'process',
  arguments: [
    { name: 'name', type: 'string', pattern: '[a-z]+', help: '' },
    { name: 'least', type: 'number', minimum: 1, maximum: 9, default: 1, help: '' },
  ],
})

/** A pattern that takes years to find out that a text does not fit. */
const SLOW = manifestOf({
  id: 'slow',
  name: 'Slow',
  arguments: [{ name: 'name', type: 'string', pattern: '(a+)+', help: '' }],
})

test.group('Checks', (group) => {
  group.each.setup(() => testUtils.db().wrapInGlobalTransaction())

  test('are made, read, changed and deleted', async ({ assert }) => {
    const api = await apiAs('owner')
    const host = await createHost('shop')
    const disks = await createPlugin()
    const process = await createPlugin(MANIFEST)
    const { body: made } = await api('POST', '/host-groups', { name: 'shops', hosts: [host.id] })
    const { status, body } = await api('POST', '/checks', {
      ...{ name: 'storage', hosts: [host.id], host_groups: [made.data.id] },
      plugins: [{ id: disks.id }, { id: 'process', arguments: { name: 'nginx' } }],
    })
    assert.equal(status, 201)
    assert.deepInclude(body.data, {
      ...{ name: 'storage', description: '', paused_at: null, host_count: 1, schedules: [] },
      hosts: [{ id: host.id, name: 'shop' }],
      host_groups: [{ id: made.data.id, name: 'shops' }],
      plugins: [
        { id: disks.id, identifier: 'disks', name: 'Disks', arguments: {} },
        { id: process.id, identifier: 'process', name: 'Disks', arguments: { name: 'nginx' } },
      ],
    })
    const path = `/checks/${body.data.id}`
    assert.deepEqual((await api('GET', path)).body.data, body.data)
    const changed = await api('PATCH', path, { plugins: [{ id: 'disks' }], hosts: [] })
    assert.lengthOf(changed.body.data.plugins, 1)
    assert.deepEqual(changed.body.data.hosts, [])
    assert.lengthOf(changed.body.data.host_groups, 1, 'what is not given stays')
    assert.equal((await api('GET', '/checks?q=stor')).body.meta.total, 1)
    assert.equal((await api('DELETE', path)).status, 204)
    assert.equal((await api('GET', path)).status, 404)
    assert.equal((await api('PATCH', path, { name: 'x' })).status, 404)
  })

  test('are refused: {$i}')
    .with([
      [{ name: '' }, 'name', 'at most 100'],
      [{ hosts: [999_999] }, 'hosts', 'no host 999999'],
      [{ host_groups: [999_999] }, 'host_groups', 'no host group 999999'],
      [{ schedules: [999_999] }, 'schedules', 'no schedule 999999'],
      [{ plugins: [{ id: 'nothing' }] }, 'plugins.0.id', 'no plugin "nothing"'],
      [{ plugins: [{ id: { a: 1 } }] }, 'plugins.0.id', 'no plugin "{"a":1}"'],
      [{ plugins: [{}] }, 'plugins.0.id', 'Say which plugin'],
      [{ plugins: ['disks'] }, 'plugins.0', 'as an object'],
      [{ plugins: [{ id: 'process' }] }, 'plugins.0.arguments', '"name" is missing'],
      [args({ name: 'NGINX' }), 'plugins.0.arguments', 'matching [a-z]+'],
      [
        { plugins: [{ id: 'slow', arguments: { name: `${'a'.repeat(60)}!` } }] },
        'plugins.0.arguments',
        'tested in time',
      ],
      [args({ name: 'nginx', least: 10 }), 'plugins.0.arguments', 'from 1 to 9'],
      [args({ name: 'nginx', least: '2' }), 'plugins.0.arguments', 'a number'],
      [args({ name: 'nginx', colour: 'red' }), 'plugins.0.arguments', 'no argument "colour"'],
      [args([]), 'plugins.0.arguments', 'an object'],
      [
        {
          plugins: [
            { id: 'process', arguments: { name: 'a' } },
            { id: 'process', arguments: { name: 'b' } },
          ],
        },
        ...(['plugins.1.id', 'there twice'] as const),
      ],
    ] as const)
    .run(async ({ assert }, [changes, field, words]) => {
      await createPlugin(MANIFEST)
      await createPlugin(SLOW)
      const answer = await (await apiAs('owner'))('POST', '/checks', { name: 'web', ...changes })
      assert.equal(answer.status, 422)
      assert.deepEqual(refusedFields(answer), [field])
      assert.include(answer.body.error.message, words)
      assert.lengthOf(await db.from('checks'), 0)
    })

  test('say what goes with them', async ({ assert }) => {
    const api = await apiAs('owner')
    await createPlugin()
    const { id } = (await api('POST', '/checks', { name: 'web', plugins: [{ id: 'disks' }] })).body
      .data
    await api('PUT', '/plugins/disks/classifier', { check: id, n_historical: 9 })
    const { body } = await api('GET', `/checks/${id}?consequences=true`)
    assert.deepInclude(body.data.goes_with_it, { rules: 1, series: 0, alerts_switched_off: [] })
    assert.equal(body.data.goes_with_it.sentence, 'With the check go 1 rule.')
    assert.notProperty((await api('GET', `/checks/${id}`)).body.data, 'goes_with_it')
  })

  test('run when they are asked to, unless they are paused', async ({ assert }) => {
    const owner = await apiAs('owner')
    const api = await apiAs('helper')
    const { id } = (await owner('POST', '/checks', { name: 'web' })).body.data
    const { status, body } = await api('POST', `/checks/${id}/runs`)
    assert.equal(status, 202)
    assert.deepInclude(body.data, { check_id: id, host_id: null })
    assert.lengthOf(await db.from('run_requests').where('check_id', id), 1)
    await api('POST', `/checks/${id}/pause`)
    assert.equal((await api('POST', `/checks/${id}/runs`)).status, 409)
    assert.equal((await api('POST', '/checks/999999/runs')).status, 404)
  })
})

function args(given: unknown) {
  return { plugins: [{ id: 'process', arguments: given }] }
}
