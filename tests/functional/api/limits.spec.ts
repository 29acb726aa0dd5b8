import testUtils from '@adonisjs/core/services/test_utils'
import { test } from '@japa/runner'
import { apiAs, refusedFields } from '../../support/api.ts'
import { createHost, createPlugin, manifestOf } from '../../support/factories.ts'

test.group('Limits of a plugin', (group) => {
  group.each.setup(() => testUtils.db().wrapInGlobalTransaction())

  test('are set at a place, listed with it, and taken back', async ({ assert }) => {
    const api = await apiAs('owner')
    const host = await createHost('shop')
    await createPlugin()
    const check = (await api('POST', '/checks', { name: 'storage' })).body.data
    const shops = (await api('POST', '/host-groups', { name: 'shops' })).body.data
    const put = (body: object) => api('PUT', '/plugins/disks/limits', body)
    await put({ limits: { major_percent: 80 } })
    await put({ limits: { major_percent: 70, is_strict: true }, host_group: shops.id })
    await put({ limits: { major_percent: 60 }, host: host.id, check: check.id, instance: '/var' })
    const { body } = await (await apiAs('viewer'))('GET', '/plugins/disks/limits')
    assert.lengthOf(body.data.declared, 2)
    const nowhere = { host_group: null, host: null, check: null, instance: null }
    assert.deepEqual(body.data.overrides, [
      { ...nowhere, name: 'is_strict', value: true, host_group: { id: shops.id, name: 'shops' } },
      { ...nowhere, name: 'major_percent', value: 80 },
      { ...nowhere, name: 'major_percent', value: 70, host_group: { id: shops.id, name: 'shops' } },
      {
        ...{ name: 'major_percent', value: 60, host_group: null, instance: '/var' },
        host: { id: host.id, name: 'shop' },
        check: { id: check.id, name: 'storage' },
      },
    ])
    const back = await put({ limits: { major_percent: null }, host_group: 'shops' })
    assert.lengthOf(back.body.data.overrides, 3)
    await api('PUT', '/plugins/disks/classifier', { limits: null })
    const left = await api('GET', '/plugins/disks/limits')
    assert.lengthOf(left.body.data.overrides, 2, 'those of groups and hosts stay')
    const general = await api('GET', '/plugins/disks/classifier')
    assert.isFalse(general.body.data.limits[1].is_overridden, 'that of a group is not for all')
  })

  test('hold where the id says, also when that number is a name', async ({ assert }) => {
    const api = await apiAs('owner')
    await createPlugin()
    const host = await createHost('shop')
    await createHost(String(host.id))
    const shops = (await api('POST', '/host-groups', { name: 'shops' })).body.data
    await api('POST', '/host-groups', { name: String(shops.id) })
    for (const place of [{ host: host.id }, { host: String(host.id) }, { host_group: shops.id }]) {
      const put = { limits: { major_percent: 60 }, ...place }
      const { body } = await api('PUT', '/plugins/disks/limits', put)
      const [{ name }] = body.data.overrides.map(
        (each: Record<string, unknown>) => each[Object.keys(place)[0]]
      )
      assert.oneOf(name, ['shop', 'shops'])
      await api('PUT', '/plugins/disks/limits', { limits: { major_percent: null }, ...place })
    }
  })

  test('are refused: {$i}')
    .with([
      [{ limits: { minor: 1 } }, 'limits.minor', 'major_percent, is_strict'],
      [{ limits: { major_percent: 'much' } }, 'limits.major_percent', 'a number'],
      [{ limits: { major_percent: 101 } }, 'limits.major_percent', 'at most 100'],
      [{}, 'limits', 'an object'],
      [{ limits: {}, instance: '' }, 'instance', 'such as /var'],
    ] as const)
    .run(async ({ assert }, [body, field, words]) => {
      await createPlugin()
      const answer = await (await apiAs('owner'))('PUT', '/plugins/disks/limits', body)
      assert.equal(answer.status, 422)
      assert.deepEqual(refusedFields(answer), [field])
      assert.include(answer.body.error.message, words)
    })

  test('hold no endless text', async ({ assert }) => {
    await createPlugin(
      manifestOf({ limits: [{ name: 'words', label: 'Words', unit: '', default: '' }] })
    )
    const put = async (words: string) =>
      (await apiAs('owner'))('PUT', '/plugins/disks/limits', { limits: { words } })
    assert.equal((await put('w'.repeat(1000))).status, 200)
    const refused = await put('w'.repeat(1001))
    assert.deepEqual(refusedFields(refused), ['limits.words'])
    assert.include(refused.body.error.message, 'at most 1000 characters')
  })

  test('hold for a group or a host, never for both, and only where there is one', async ({
    assert,
  }) => {
    const api = await apiAs('owner')
    await createPlugin()
    const host = await createHost('shop')
    const shops = (await api('POST', '/host-groups', { name: 'shops' })).body.data
    const both = { limits: {}, host: host.id, host_group: shops.id }
    const answer = await api('PUT', '/plugins/disks/limits', both)
    assert.deepEqual(refusedFields(answer), ['host_group'])
    for (const place of [{ host: 999_999 }, { host_group: 999_999 }, { check: 'none' }]) {
      const nowhere = await api('PUT', '/plugins/disks/limits', { limits: {}, ...place })
      assert.equal(nowhere.status, 422)
      assert.deepEqual(refusedFields(nowhere), Object.keys(place))
      assert.include(nowhere.body.error.message, 'lists them')
    }
    assert.equal((await api('PUT', '/plugins/nothing/limits', { limits: {} })).status, 404)
  })
})
