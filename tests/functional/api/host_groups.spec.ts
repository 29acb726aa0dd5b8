import testUtils from '@adonisjs/core/services/test_utils'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { severityOf, type State } from '../../../app/monitoring/states.ts'
import { apiAs, refusedFields } from '../../support/api.ts'
import { createHost } from '../../support/factories.ts'

const SINCE = new Date('2026-03-02T10:00:00Z')

test.group('Host groups', (group) => {
  group.each.setup(() => testUtils.db().wrapInGlobalTransaction())

  test('are made, listed worst first, changed and deleted', async ({ assert }) => {
    const api = await apiAs('owner')
    const [shop, till, web] = await createHosts({ shop: 'ok', till: 'major', web: 'ok' })
    const shops = await make({ name: 'shops', hosts: [shop, till], host_groups: [] })
    assert.deepInclude(shops, {
      ...{ name: 'shops', description: '', health: 'major', host_count: 2 },
      hosts: [
        { id: shop, name: 'shop' },
        { id: till, name: 'till' },
      ],
    })
    const all = await make({ name: 'all', hosts: [web, shop], host_groups: [shops.id] })
    assert.deepEqual(all.host_groups, [{ id: shops.id, name: 'shops' }])
    assert.deepEqual(
      all.resolved_hosts.map((each: { name: string }) => each.name),
      ['till', 'shop', 'web'],
      'each once, worst first'
    )
    await make({ name: 'empty' })
    const { body } = await api('GET', '/host-groups')
    assert.deepEqual(names(body), ['all', 'shops', 'empty'])
    assert.equal(body.data[2].health, 'no_data')
    assert.deepEqual(names((await api('GET', '/host-groups?q=SHO')).body), ['shops'])
    assert.equal((await api('GET', `/hosts?host_group=${all.id}`)).body.meta.total, 3)

    const changed = await api('PATCH', `/host-groups/${all.id}`, { hosts: [] })
    assert.deepEqual(changed.body.data.hosts, [])
    assert.equal(changed.body.data.host_count, 2, 'the group inside stays')
    assert.equal((await api('DELETE', `/host-groups/${shops.id}`)).status, 204)
    assert.equal((await api('GET', `/host-groups/${all.id}`)).body.data.host_count, 0)
    assert.equal((await api('GET', `/host-groups/${shops.id}`)).status, 404)
    assert.equal((await api('PATCH', `/host-groups/${shops.id}`, {})).status, 404)
  })

  test('tell since when they are as the core has written them down', async ({ assert }) => {
    const [shop] = await createHosts({ shop: 'major' })
    const { id, since } = await make({ name: 'shops', hosts: [shop] })
    assert.isNull(since)
    const kept = { host_group_id: id, state: severityOf('major'), since: SINCE }
    await db.table('host_group_health').insert(kept)
    const { body } = await (await apiAs('viewer'))('GET', `/host-groups/${id}`)
    assert.equal(body.data.since, SINCE.toISOString())
  })

  test('never hold themselves, on no way', async ({ assert }) => {
    const api = await apiAs('owner')
    const a = await make({ name: 'A' })
    const b = await make({ name: 'B', host_groups: [a.id] })
    const c = await make({ name: 'C', host_groups: [b.id] })
    const answer = await api('PATCH', `/host-groups/${a.id}`, { host_groups: [c.id] })
    assert.equal(answer.status, 422)
    assert.deepEqual(refusedFields(answer), ['host_groups'])
    assert.include(answer.body.error.message, '“A” holds “C” holds “B” holds “A”')
    const itself = await api('PATCH', `/host-groups/${a.id}`, { host_groups: [a.id] })
    assert.include(itself.body.error.message, '“A” holds “A”')
    assert.lengthOf(await db.from('host_group_groups'), 2)
  })

  test('are nested at most 50 levels deep', async ({ assert }) => {
    const api = await apiAs('owner')
    let inner: number[] = []
    for (let level = 1; level <= 50; level++)
      inner = [(await make({ name: `level ${level}`, host_groups: inner })).id]
    const answer = await api('POST', '/host-groups', { name: 'one more', host_groups: inner })
    assert.equal(answer.status, 422)
    assert.include(answer.body.error.message, 'more than 50 levels')
    assert.isNull(await db.from('host_groups').where('name', 'one more').first())
  })

  test('are refused with fifty fields at once at most', async ({ assert }) => {
    const api = await apiAs('owner')
    const strange = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`f${index}`, 1]))
    for (const body of [strange, { name: 'shops', hosts: Array(60).fill('x') }]) {
      const { status, body: answer } = await api('POST', '/host-groups', body)
      assert.equal(status, 422)
      assert.lengthOf(answer.error.fields, 50)
      assert.match(answer.error.message, /More is wrong: correct this first\.$/)
    }
  })

  test('are refused: {$i}')
    .with([
      [{ name: '' }, 'name', 'at most 100'],
      [{ name: 'taken' }, 'name', 'a host group named "taken" already'],
      [{ hosts: [999_999] }, 'hosts', 'no host 999999'],
      [{ host_groups: [999_999] }, 'host_groups', 'no host group 999999'],
      [{ hosts: ['shop'] }, 'hosts.0', 'a number'],
      [{ hosts: [1.5] }, 'hosts.0', 'whole number'],
      [{ hosts: 1 }, 'hosts', 'a list'],
    ] as const)
    .run(async ({ assert }, [changes, field, words]) => {
      await make({ name: 'taken' })
      const body = { name: 'shops', hosts: [], host_groups: [], ...changes }
      const answer = await (await apiAs('owner'))('POST', '/host-groups', body)
      assert.equal(answer.status, 422)
      assert.deepEqual(refusedFields(answer), [field])
      assert.include(answer.body.error.message, words)
    })
})

async function make(body: object) {
  const answer = await (await apiAs('owner'))('POST', '/host-groups', body)
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body))
  return answer.body.data
}

async function createHosts(states: Record<string, State>): Promise<number[]> {
  const ids: number[] = []
  for (const [name, state] of Object.entries(states)) {
    const { id } = await createHost(name)
    await db.table('host_health').insert({ host_id: id, state: severityOf(state), since: SINCE })
    ids.push(id)
  }
  return ids
}

function names({ data }: { data: { name: string }[] }) {
  return data.map((each) => each.name)
}
