import testUtils from '@adonisjs/core/services/test_utils'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { severityOf } from '../../../app/monitoring/states.ts'
import { apiAs } from '../../support/api.ts'
import {
  createCheck,
  createHost,
  createPlugin,
  createResult,
  manifestOf,
  setState,
} from '../../support/factories.ts'

const SINCE = new Date('2026-03-02T10:00:00Z')
const SLOT = new Date('2026-03-02T12:00:00Z')

test.group('GET /hosts', (group) => {
  group.each.setup(() => testUtils.db().wrapInGlobalTransaction())

  test('lists the worst first, by page, search and state', async ({ assert }) => {
    const api = await apiAs('viewer')
    const calm = await createHost('calm')
    const ill = await createHost('ill', { description: '100%_full' })
    await db.table('host_health').multiInsert([
      { host_id: calm.id, state: severityOf('ok'), since: SINCE },
      { host_id: ill.id, state: severityOf('critical'), since: SINCE },
    ])
    await createHost('new')
    const all = await api('GET', '/hosts')
    assert.deepEqual(names(all), ['ill', 'calm', 'new'])
    assert.equal(all.body.data[0].since, SINCE.toISOString())
    assert.equal(all.body.data[2].health, 'no_data')
    assert.deepEqual(all.body.meta, { page: 1, per_page: 50, total: 3, pages: 1 })

    assert.deepEqual(names(await api('GET', '/hosts?q=CAL')), ['calm'])
    assert.deepEqual(names(await api('GET', '/hosts?q=0%25_')), ['ill'])
    assert.deepEqual(names(await api('GET', '/hosts?q=_')), ['ill'])
    assert.deepEqual(names(await api('GET', '/hosts?state=no_data')), ['new'])
    assert.deepEqual(names(await api('GET', '/hosts?per_page=1&page=2')), ['calm'])
  })

  test('keeps its totals on a page past the last one', async ({ assert }) => {
    const api = await apiAs('viewer')
    for (const name of ['one', 'two', 'three']) await createHost(name)
    const { body } = await api('GET', '/hosts?page=1000&per_page=2')
    assert.deepEqual(body, { data: [], meta: { page: 1000, per_page: 2, total: 3, pages: 2 } })
    const searched = await api('GET', '/hosts?page=1000&q=one&state=no_data')
    assert.deepInclude(searched.body.meta, { total: 1, pages: 1 })
    assert.equal((await api('GET', '/hosts?page=1000&q=four')).body.meta.total, 0)
  })

  test('refuses a page or state that does not exist', async ({ assert }) => {
    const api = await apiAs('viewer')
    const { status, body } = await api('GET', '/hosts?page=0&state=broken')
    assert.equal(status, 422)
    assert.deepEqual(body.error.fields.map((each: { field: string }) => each.field).sort(), [
      'page',
      'state',
    ])
    assert.include(body.error.message, 'no_data, ok')
  })
})

test.group('GET /hosts/:id', (group) => {
  group.each.setup(() => testUtils.db().wrapInGlobalTransaction())

  test('tells how everything stands, with numbers and what to do', async ({ assert }) => {
    const api = await apiAs('viewer')
    const { host, plugin, check } = await createFullDisk()
    const { status, body } = await api('GET', `/hosts/${host.id}`)
    assert.equal(status, 200)
    assert.deepEqual(body.data.counts, { ok: 1, major: 1 })

    const [whole, instance] = body.data.states
    assert.lengthOf(body.data.states, 2)
    assert.deepInclude(whole, {
      check: { id: check.id, name: 'storage' },
      plugin: { id: plugin.id, identifier: 'disks', name: 'Disks' },
      ...{ instance: '', state: 'ok', value: 96, unit: '%', message: 'two disks', advice: null },
      ...{ slot: SLOT.toISOString(), result_type: 'plugin' },
    })
    assert.deepInclude(instance, {
      ...{ instance: '/var', state: 'major', value: 96, reason: 'almost full' },
      since: SINCE.toISOString(),
      metrics: [
        { name: 'free_bytes', value: 2e9, unit: 'bytes', instance: '/var' },
        { name: 'used_percent', value: 96, unit: '%', instance: '/var' },
      ],
    })
    assert.equal(instance.advice.what, '/var of shop: 96 % used, 2 GB left.')
    assert.equal(instance.advice.why, 'More than 85 % is used.')
    assert.equal(whole.instances[0].instance, '/var')
    assert.lengthOf(whole.metrics, 2)
  })

  test('shows what has not run yet as no data', async ({ assert }) => {
    const api = await apiAs('viewer')
    const host = await createHost('fresh')
    await createCheck('storage', [host], [await createPlugin()])
    const { body } = await api('GET', `/hosts/${host.id}`)
    assert.deepInclude(body.data.states[0], {
      state: 'no_data',
      value: null,
      slot: null,
      since: null,
    })
  })

  test('leaves out numbers that the latest result no longer has', async ({ assert }) => {
    const api = await apiAs('viewer')
    const { host, plugin, check } = await createFullDisk()
    const later = new Date(SLOT.getTime() + 60_000)
    await createResult(
      { host, plugin, check },
      { slot: later, value: null, state: 'unknown', type: 'connection_error', message: 'gone' }
    )
    const { body } = await api('GET', `/hosts/${host.id}`)
    assert.deepInclude(body.data.states[0], {
      value: null,
      result_type: 'connection_error',
      metrics: [],
    })
  })

  test('says which host there is not')
    .with(['999999', '99999999999999', 'abc'])
    .run(async ({ assert }, id) => {
      const api = await apiAs('viewer')
      const { status, body } = await api('GET', `/hosts/${id}`)
      assert.equal(status, 404)
      assert.equal(body.error.code, 'E_NOT_FOUND')
    })

  test('asks the database the same number of questions for many plugins', async ({ assert }) => {
    const api = await apiAs('viewer')
    const host = await createHost('busy')
    const first = await createPlugin()
    const check = await createCheck('all', [host], [first])
    const few = await countQueries(() => api('GET', `/hosts/${host.id}`))
    assert.isAbove(few, 0)
    for (let number = 0; number < 10; number++) {
      const plugin = await createPlugin(manifestOf({ id: `p${number}` }))
      await db.table('check_plugins').insert({ check_id: check.id, plugin_id: plugin.id })
    }
    assert.equal(await countQueries(() => api('GET', `/hosts/${host.id}`)), few)
  })
})

function names({ body }: { body: { data: { name: string }[] } }) {
  return body.data.map((host) => host.name)
}

async function createFullDisk() {
  const host = await createHost('shop')
  const plugin = await createPlugin()
  const check = await createCheck('storage', [host], [plugin])
  const place = { host, plugin, check }
  const disk = { ...place, instance: '/var' }
  await setState(place, 'ok', SINCE)
  await setState(disk, 'major', SINCE, 'almost full')
  await createResult(place, { slot: SLOT, value: 96, message: 'two disks' })
  await createResult(disk, { slot: SLOT, metric: 'free_bytes', value: 2e9 })
  await createResult(disk, { slot: SLOT, metric: 'used_percent', value: 96 })
  await db
    .table('limits')
    .insert({ plugin_id: plugin.id, name: 'major_percent', host_id: host.id, value: '85' })
  return place
}

async function countQueries(run: () => Promise<unknown>): Promise<number> {
  let count = 0
  const client = db.connection().getReadClient()
  const raise = () => void (count += 1)
  client.on('query', raise)
  await run()
  client.removeListener('query', raise)
  return count
}
