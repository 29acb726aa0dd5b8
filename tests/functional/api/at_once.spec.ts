import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { apiAs } from '../../support/api.ts'
import { createCheck, createHost, createPlugin } from '../../support/factories.ts'

const ALERT = {
  ...{ name: 'Tell Anna', module: 'email', options: { to: ['anna@example.com'] } },
  ...{ from: 'any', to: ['major'], applies_to: 'all_hosts' },
}

/** Real requests on connections of their own: what commits is cleared away again. */
test.group('Six at once', (group) => {
  group.each.setup(
    () => () =>
      db.rawQuery('TRUNCATE api_clients, alerts, settings, plugins, checks, hosts CASCADE')
  )

  const six = <T>(one: () => Promise<T>) => Promise.all(Array.from({ length: 6 }, one))

  test('make one alert of a name, and the others are told that it is taken', async ({ assert }) => {
    const api = await apiAs('owner')
    const answers = await six(() => api('POST', '/alerts', ALERT))
    const statuses = answers.map((answer) => answer.status)
    assert.deepEqual(statuses.toSorted(), [201, 422, 422, 422, 422, 422])
    const refused = answers.find((answer) => answer.status === 422)!
    assert.include(refused.body.error.message, 'There is an alert named "Tell Anna" already.')
  })

  const CHANGES: [name: string, path: string, body: Record<string, unknown>][] = [
    ['limits', '/plugins/disks/classifier', { limits: { major_percent: 50 } }],
    ['a rule of a check', '/plugins/disks/classifier', { check: 'storage', n_historical: 7 }],
    [
      'a limit of a check',
      '/plugins/disks/classifier',
      { check: 'storage', limits: { is_strict: true } },
    ],
    [
      'mail settings',
      '/settings/mail',
      { host: 'localhost', port: 25, security: 'none', from: 'a@example.com' },
    ],
  ]
  for (const [name, path, body] of CHANGES) {
    test(`all save: ${name}`, async ({ assert }) => {
      const api = await apiAs('owner')
      await createCheck('storage', [await createHost('shop')], [await createPlugin()])
      const answers = await six(() => api('PUT', path, body))
      assert.deepEqual(
        answers.map((answer) => answer.status),
        [200, 200, 200, 200, 200, 200]
      )
    })
  }
})
