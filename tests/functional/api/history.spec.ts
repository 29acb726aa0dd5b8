import testUtils from '@adonisjs/core/services/test_utils'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { encryptOptions } from '../../../app/alerts/alert_options.ts'
import { severityOf, type State } from '../../../app/monitoring/states.ts'
import { apiAs, refusedFields } from '../../support/api.ts'
import { createCheck, createHost, createPlugin, setState } from '../../support/factories.ts'

const START = Date.parse('2026-03-02T10:00:00Z')
const at = (minute: number) => new Date(START + minute * 60_000)

test.group('Incidents', (group) => {
  group.each.setup(() => testUtils.db().wrapInGlobalTransaction())

  test('are listed, what is open first, and found by what they concern', async ({ assert }) => {
    const api = await apiAs('viewer')
    const { shop, till, old, open, plugin } = await createTroubles()
    const { body } = await api('GET', '/incidents')
    assert.deepEqual(ids(body), [open, old])
    assert.deepInclude(body.data[0], {
      ...{ id: open, instance: '/var', closed_at: null, worst_state: 'critical', state: 'major' },
      ...{ host: { id: till.id, name: 'till' }, reason: 'almost full' },
      plugin: { id: plugin.id, identifier: 'disks', name: 'Disks' },
    })
    assert.deepInclude(body.data[1], { state: 'ok', worst_state: 'major', reason: 'full' })
    assert.deepEqual(body.meta, { page: 1, per_page: 50, total: 2, pages: 1 })
    const owner = await apiAs('owner')
    const inner = { name: 'network', dependencies: [{ host: shop.id }] }
    const { id: needed } = (await owner('POST', '/services', inner)).body.data
    const outer = { name: 'site', dependencies: [{ service: needed }] }
    const { id: service } = (await owner('POST', '/services', outer)).body.data
    for (const [query, found] of [
      ['open=true', [open]],
      ['open=false', [old]],
      [`host=${shop.id}`, [old]],
      [`plugin=${plugin.id}&state=critical`, [open]],
      [`service=${service}`, [old]],
      ['from=2026-03-02T10:30:00Z', [open]],
      ['to=2026-03-02T10:30:00Z', [old]],
      ['check=999', []],
      ['page=2&per_page=1', [old]],
    ] as const)
      assert.deepEqual(ids((await api('GET', `/incidents?${query}`)).body), found, query)
  })

  test('tell their changes, who was told and whether it arrived, without secrets', async ({
    assert,
  }) => {
    const api = await apiAs('viewer')
    const { open } = await createTroubles()
    await createNotification(open, 'failed')
    const { body } = await api('GET', `/incidents/${open}`)
    assert.deepEqual(
      body.data.transitions.map(({ from, to }: { from: State; to: State }) => [from, to]),
      [
        ['ok', 'critical'],
        ['critical', 'major'],
      ]
    )
    assert.deepInclude(body.data.notifications[0], {
      ...{ kind: 'problem', status: 'failed', module: 'email', recipients: ['anna@example.com'] },
      ...{ last_error: 'The mail server refuses the password.', title: 'disk almost full' },
    })
    assert.notInclude(JSON.stringify(body), 'encrypted')
    assert.equal((await api('GET', '/incidents/999999')).status, 404)
  })

  test('are asked for in words that are known', async ({ assert }) => {
    const api = await apiAs('viewer')
    for (const query of ['open=perhaps', 'host=shop', 'from=yesterday', 'state=bad', 'page=0']) {
      const answer = await api('GET', `/incidents?${query}`)
      assert.equal(answer.status, 422, query)
      assert.deepEqual(refusedFields(answer), [query.split('=')[0]])
    }
    const turned = await api('GET', '/incidents?from=2026-01-02&to=2026-01-01')
    assert.include(turned.body.error.message, 'earlier')
  })
})

test.group('Transitions', (group) => {
  group.each.setup(() => testUtils.db().wrapInGlobalTransaction())

  test('are listed, newest first, by host, service and time', async ({ assert }) => {
    const api = await apiAs('viewer')
    const { till } = await createTroubles()
    const { id } = (await (await apiAs('owner'))('POST', '/services', { name: 'site' })).body.data
    await db.table('transitions').insert({
      ...{
        kind: 'service',
        service_id: id,
        from_state: 1,
        to_state: 6,
        at: at(90),
        reason: 'shop',
      },
    })
    const all = await api('GET', '/transitions')
    assert.equal(all.body.meta.total, 4)
    assert.deepInclude(all.body.data[0], {
      ...{ kind: 'service', service: { id, name: 'site' }, host: null, from: 'ok', to: 'critical' },
    })
    assert.equal((await api('GET', `/transitions?host=${till.id}`)).body.meta.total, 2)
    assert.equal((await api('GET', `/transitions?service=${id}`)).body.meta.total, 1)
    const early = '/transitions?from=2026-03-02T09:00:00Z&to=2026-03-02T10:30:00Z'
    assert.equal((await api('GET', early)).body.meta.total, 1)
    assert.equal((await api('GET', '/transitions?kind=result&per_page=1')).body.meta.pages, 3)
  })
})

test.group('Notifications', (group) => {
  group.each.setup(() => testUtils.db().wrapInGlobalTransaction())

  test('are listed by what became of them', async ({ assert }) => {
    const api = await apiAs('viewer')
    const { open } = await createTroubles()
    await createNotification(open, 'failed')
    await createNotification(open, 'sent')
    const { body } = await api('GET', '/notifications')
    assert.deepEqual(
      body.data.map((each: { status: string }) => each.status),
      ['sent', 'failed']
    )
    assert.notInclude(JSON.stringify(body), 'encrypted')
    assert.equal((await api('GET', '/notifications?status=failed')).body.meta.total, 1)
    assert.equal((await api('GET', `/notifications?incident=${open}`)).body.meta.total, 2)
    assert.equal((await api('GET', '/notifications?kind=recovery')).body.meta.total, 0)
    assert.equal((await api('GET', '/notifications?status=lost')).status, 422)
  })
})

function ids({ data }: { data: { id: number }[] }) {
  return data.map((each) => each.id)
}

/** One trouble on shop that is over, and one on till that is not. */
async function createTroubles() {
  const shop = await createHost('shop')
  const till = await createHost('till')
  const plugin = await createPlugin()
  const check = await createCheck('storage', [shop, till], [plugin])
  const of = (host: typeof shop, instance = '') => ({
    ...{ host_id: host.id, check_id: check.id, plugin_id: plugin.id, instance },
  })
  const old = await insertIncident({
    ...of(shop),
    worst_state: 5,
    opened_at: at(0),
    closed_at: at(20),
  })
  const open = await insertIncident({ ...of(till, '/var'), worst_state: 6, opened_at: at(60) })
  await setState({ host: till, check, plugin, instance: '/var' }, 'major', at(70))
  const changes: [object, number, State, State, number, string][] = [
    [of(shop), old, 'ok', 'major', 0, 'full'],
    [of(till, '/var'), open, 'ok', 'critical', 60, 'full'],
    [of(till, '/var'), open, 'critical', 'major', 70, 'almost full'],
  ]
  for (const [place, incident, from, to, minute, reason] of changes)
    await db.table('transitions').insert({
      ...{ kind: 'result', ...place, incident_id: incident, at: at(minute), reason },
      ...{ from_state: severityOf(from), to_state: severityOf(to) },
    })
  return { shop, till, plugin, old, open }
}

async function insertIncident(columns: object): Promise<number> {
  const [row] = await db.table('incidents').insert(columns).returning('id')
  return row.id ?? row
}

let count = 0

async function createNotification(incident: number, status: string) {
  const id = `<message-${++count}@example.com>`
  await db.table('notifications').insert({
    ...{ incident_id: incident, kind: 'problem', module: 'email', status, subject: 'host:1' },
    encrypted_options: encryptOptions({ to: ['anna@example.com'] }),
    content: JSON.stringify({
      title: 'disk almost full',
      state: 'major',
      host: { id: 1, name: 'till' },
    }),
    ...{ message_id: id, thread_id: id, last_error: 'The mail server refuses the password.' },
  })
}
