import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { describeAlert } from '../../../app/alerts/describe_alerts.ts'
import { NotFound } from '../../../app/exceptions/refusals.ts'
import { describePlugin } from '../../../app/plugins/describe_plugins.ts'
import { apiAs } from '../../support/api.ts'

/** Outside a transaction: only what commits can meet. */
test.group('At the same moment', (group) => {
  group.each.setup(() => async () => {
    for (const table of ['services', 'checks', 'schedules', 'host_groups', 'hosts', 'alerts'])
      await db.from(table).where('name', 'like', 'race %').delete()
    await db.from('api_clients').delete()
    await db.from('users').delete()
  })

  const interval = { start_at: '2026-01-01', every: { value: 1, unit: 'minute' } }
  const alert = { module: 'email', options: { to: 'a@example.com' }, from: 'any', to: 'any' }

  test('only one of many gets a name: {0}')
    .with([
      ['/hosts', { address: 'shop', agent: false }],
      ['/host-groups', {}],
      ['/checks', {}],
      ['/schedules', { intervals: [interval] }],
      ['/services', {}],
      ['/alerts', { ...alert, applies_to: 'all' }],
      ['/api-clients', { role: 'viewer' }],
    ] as const)
    .run(async ({ assert }, [path, body]) => {
      const api = await apiAs('owner')
      const many = Array.from({ length: 8 }, () => api('POST', path, { name: 'race one', ...body }))
      const answers = await Promise.all(many)
      const statuses = answers.map(({ status }) => status).sort()
      assert.deepEqual(statuses, [201, ...Array.from({ length: 7 }, () => 422)])
      for (const { status, body: answer } of answers)
        if (status === 422) assert.equal(answer.error.fields[0].field, 'name')
    })

  test('changes of different parts of an alert all stay', async ({ assert }) => {
    const api = await apiAs('owner')
    const given = { ...alert, name: 'race alert', applies_to: 'all' }
    const path = `/alerts/${(await api('POST', '/alerts', given)).body.data.id}`
    const changes = {
      ...{ description: 'changed', is_enabled: false, applies_to: 'all_hosts' },
      ...{ from: ['ok'], to: ['critical'], options: { to: ['b@example.com'] } },
    }
    await Promise.all(
      Object.entries(changes).map(([name, value]) => api('PATCH', path, { [name]: value }))
    )
    assert.deepInclude((await api('GET', path)).body.data, changes)
  })

  test('only one of many gets an e-mail address', async ({ assert }) => {
    const api = await apiAs('owner')
    const person = { name: 'Anna', email: 'race@example.com', role: 'viewer' }
    const many = ['RACE@example.com', 'race@example.com', 'Race@example.com', 'raCe@example.com']
    const answers = await Promise.all(
      many.map((email) => api('POST', '/users', { ...person, email, password: 'a long password' }))
    )
    assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 422, 422, 422])
  })

  test('two services cannot make a circle together', async ({ assert }) => {
    const api = await apiAs('owner')
    const ids: number[] = []
    for (const name of ['race A', 'race B'])
      ids.push((await api('POST', '/services', { name })).body.data.id)
    const answers = await Promise.all([
      api('PATCH', `/services/${ids[0]}`, { dependencies: [{ service: ids[1] }] }),
      api('PATCH', `/services/${ids[1]}`, { dependencies: [{ service: ids[0] }] }),
    ])
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 422])
  })

  test('the last two owners cannot both go', async ({ assert }) => {
    const api = await apiAs('owner')
    const ids: number[] = []
    for (const email of ['race1@example.com', 'race2@example.com']) {
      const owner = { name: 'Owner', email, role: 'owner', password: 'a long password' }
      ids.push((await api('POST', '/users', owner)).body.data.id)
    }
    const answers = await Promise.all(ids.map((id) => api('DELETE', `/users/${id}`)))
    assert.deepEqual(answers.map(({ status }) => status).sort(), [204, 409])
  })

  test('changes and deletions of the same end in answers, never in failures', async ({
    assert,
  }) => {
    const api = await apiAs('owner')
    const host = { name: 'race host', address: 'shop', agent: false }
    const { id } = (await api('POST', '/hosts', host)).body.data
    const changes = Array.from({ length: 6 }, (_, index) => [
      api('PATCH', `/hosts/${id}`, { description: `number ${index}` }),
      api('POST', '/host-groups', { name: `race ${index}`, hosts: [id] }),
      api('POST', '/services', { name: `race ${index}`, dependencies: [{ host: id }] }),
      api('POST', `/hosts/${id}/pause`),
      api('DELETE', `/hosts/${id}`),
    ]).flat()
    for (const { status } of await Promise.all(changes))
      assert.oneOf(status, [200, 201, 204, 404, 409, 422])
  })

  test('what is gone before it is shown is not found', async ({ assert }) => {
    await assert.rejects(() => describeAlert(999_999), NotFound)
    await assert.rejects(() => describePlugin(999_999), NotFound)
  })
})
