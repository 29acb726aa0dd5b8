import testUtils from '@adonisjs/core/services/test_utils'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { apiAs, refusedFields } from '../../support/api.ts'
import { createCheck, createHost, createPlugin, createResult } from '../../support/factories.ts'

const START = Date.parse('2026-03-02T12:00:00Z')
const DAY = 'from=2026-03-02T00:00:00Z&to=2026-03-03T00:00:00Z'

test.group('GET /results', (group) => {
  group.each.setup(() => testUtils.db().wrapInGlobalTransaction())

  test('gives what was measured, oldest first', async ({ assert }) => {
    const api = await apiAs('viewer')
    const { host, check } = await createMinutes([10, 20, 90])
    const { body } = await api('GET', `/results?host=${host.id}&plugin=disks&${DAY}`)
    assert.deepEqual(values(body), [10, 20, 90])
    assert.deepInclude(body.data[2], {
      ...{ check_id: check.id, instance: '', metric: '', state: 'major', message: 'full' },
      slot: '2026-03-02T12:02:00.000Z',
    })
    assert.deepInclude(body.meta, { resolution: 'raw', truncated: false, plugin: 'disks' })
  })

  test('takes names, ids, seconds since 1970 and a metric of an instance', async ({ assert }) => {
    const api = await apiAs('viewer')
    const { host, plugin } = await createMinutes([10, 20])
    const seconds = `from=${START / 1000}&to=${START / 1000 + 60}`
    const byId = await api('GET', `/results?host=shop&plugin=${plugin.id}&${seconds}`)
    assert.deepEqual(values(byId.body), [10])
    const of = `/results?host=${host.id}&plugin=disks&${DAY}`
    assert.deepEqual(values((await api('GET', `${of}&metric=free_bytes&instance=/var`)).body), [5])
    assert.deepEqual(values((await api('GET', `${of}&metric=free_bytes`)).body), [5])
    assert.deepEqual(values((await api('GET', `${of}&instance=/srv`)).body), [])
    assert.deepEqual(values((await api('GET', `${of}&check=storage`)).body), [10, 20])
  })

  test('begins with the first year there is', async ({ assert }) => {
    const api = await apiAs('viewer')
    const { host } = await createMinutes([10])
    const before = await api('GET', `/results?host=${host.id}&plugin=disks&to=0001-01-01T06:00`)
    assert.deepEqual([before.status, before.body.data], [200, []])
    const never = await api('GET', `/results?host=${host.id}&plugin=disks&to=0001-01-01`)
    assert.deepEqual(refusedFields(never), ['from'])
  })

  test('sums up steps of time', async ({ assert }) => {
    const api = await apiAs('viewer')
    const { host } = await createMinutes([10, 20, 90])
    const { body } = await api('GET', `/results?host=${host.id}&plugin=disks&${DAY}&resolution=120`)
    assert.lengthOf(body.data, 2)
    assert.deepInclude(body.data[0], {
      min: 10,
      max: 20,
      mean: 15,
      value: 15,
      state: 'ok',
      count: 2,
    })
    assert.deepInclude(body.data[1], { slot: '2026-03-02T12:02:00.000Z', state: 'major', count: 1 })
    assert.equal(body.meta.resolution, 120)
  })

  test('chooses steps when there is too much, and says when it cuts', async ({ assert }) => {
    const api = await apiAs('viewer')
    const { host } = await createMinutes([10])
    await db.rawQuery(
      `INSERT INTO results (series_id, slot, value, state, result_type)
       SELECT (SELECT id FROM series WHERE metric = ''), '2026-03-02T00:00:00Z'::timestamptz + n * interval '10 s', n, 1, 0
       FROM generate_series(0, 6000) n WHERE n <> 4320`
    )
    const automatic = await api('GET', `/results?host=${host.id}&plugin=disks&${DAY}`)
    assert.equal(automatic.body.meta.resolution, 60)
    assert.isFalse(automatic.body.meta.truncated)
    const raw = await api('GET', `/results?host=${host.id}&plugin=disks&${DAY}&resolution=raw`)
    assert.lengthOf(raw.body.data, 5000)
    assert.isTrue(raw.body.meta.truncated)
    assert.equal(raw.body.data.at(-1).value, 6000, 'the newest stay')
  })

  test('is made of hours where the results have gone, and of results where hours are not gathered', async ({
    assert,
  }) => {
    const api = await apiAs('viewer')
    const { host } = await createMinutes([10, 30])
    const hour = { series_id: await mainSeries(), result_count: 4, worst_state: 5 }
    const numbers = { value_count: 2, mean: 50, low: 40, high: 60 }
    await db.rawQuery(
      `CREATE TABLE IF NOT EXISTS hourly_results_20260301 PARTITION OF hourly_results
       FOR VALUES FROM ('2026-03-01') TO ('2026-04-01')`
    )
    await db
      .table('hourly_results')
      .insert({ ...hour, ...numbers, hour: new Date('2026-03-02T09:00:00Z') })
    const auto = await api('GET', `/results?host=${host.id}&plugin=disks&${DAY}`)
    assert.equal(auto.body.meta.resolution, 3600)
    assert.deepEqual(
      auto.body.data.map((each: Record<string, unknown>) => [each.slot, each.mean, each.count]),
      [
        ['2026-03-02T09:00:00.000Z', 50, 4],
        ['2026-03-02T12:00:00.000Z', 20, 2],
      ]
    )
    const day = await api('GET', `/results?host=${host.id}&plugin=disks&${DAY}&resolution=86400`)
    assert.deepInclude(day.body.data[0], { mean: 35, min: 10, max: 60, count: 6, state: 'major' })
  })

  test('says what is wrong with {0}')
    .with([
      ['plugin=disks', 422, 'host'],
      ['host=shop', 422, 'plugin'],
      ['host=nobody&plugin=disks', 404, 'nobody'],
      ['host=shop&plugin=nothing', 404, 'nothing'],
      ['host=shop&plugin=disks&check=none', 404, 'none'],
      ['host=shop&plugin=disks&from=yesterday', 422, '"from" must be a time'],
      ['host=shop&plugin=disks&from=2026-01-02&to=2026-01-01', 422, 'earlier'],
      ['host=shop&plugin=disks&resolution=0', 422, 'resolution'],
    ] as const)
    .run(async ({ assert }, [query, status, words]) => {
      const api = await apiAs('viewer')
      await createMinutes([])
      const answer = await api('GET', `/results?${query}`)
      assert.equal(answer.status, status)
      assert.include(answer.body.error.message, words)
    })
})

function values(body: { data: { value: number }[] }) {
  return body.data.map((point) => point.value)
}

async function mainSeries(): Promise<number> {
  return (await db.from('series').where({ metric: '', instance: '' }).firstOrFail()).id
}

async function createMinutes(numbers: number[]) {
  const host = await createHost('shop')
  const plugin = await createPlugin()
  const check = await createCheck('storage', [host], [plugin])
  const place = { host, plugin, check }
  for (const [minute, value] of numbers.entries()) {
    const slot = new Date(START + minute * 60_000)
    const facts = value > 80 ? { state: 'major' as const, message: 'full' } : {}
    await createResult(place, { slot, value, ...facts })
  }
  await createResult(
    { ...place, instance: '/var' },
    { slot: new Date(START), metric: 'free_bytes', value: 5 }
  )
  return place
}
