import { test } from '@japa/runner'
import type { Assignment, Part } from '../../../app/monitoring/configuration/configuration.ts'
import { loadConfiguration } from '../../../app/monitoring/configuration/load_configuration.ts'
import { stateOf, type State } from '../../../app/monitoring/states.ts'
import { judged, outcome } from '../../support/assignments.ts'
import { ownDatabase } from '../../support/own_database.ts'
import { MINUTE, TROUBLE, WatchedHosts } from '../../support/watched_hosts.ts'

const NOON = Date.parse('2026-06-01T12:00:00Z')
const BAD = {
  from: new Set(['no_data', 'ok', 'degraded', 'minor', 'major'] as const),
  to: new Set(['degraded', 'major', 'critical'] as const),
}

test.group('Services', (group) => {
  let hosts: WatchedHosts
  let clock = NOON
  group.setup(async () => {
    const database = await ownDatabase()
    hosts = await WatchedHosts.on(database.pool)
    return () => database.drop()
  })
  group.each.setup(() => {
    hosts.alerts = []
    clock += 60 * MINUTE
  })

  /** As the core has it in memory after somebody has changed something. */
  async function reload() {
    const { services, hostsOfGroups } = await loadConfiguration(hosts.pool, (text) => text)
    Object.assign(hosts, { services, hostsOfGroups })
  }

  async function insert(sql: string, ...values: unknown[]): Promise<number> {
    return (await hosts.rows<{ id: number }>(`INSERT INTO ${sql} RETURNING id`, ...values))[0].id
  }

  const columnsOf = (part: Part) => [
    'host' in part ? part.host : null,
    'group' in part ? part.group : null,
  ]

  async function service(name: string, needs: Part[], oneOf: Exclude<Part, { service: number }>[]) {
    const id = await insert('services (name) VALUES ($1)', `${name} ${clock}`)
    for (const part of needs)
      await insert(
        'service_dependencies (service_id, host_id, host_group_id, needed_service_id) VALUES ($1, $2, $3, $4)',
        ...[id, ...columnsOf(part), 'service' in part ? part.service : null]
      )
    if (oneOf.length > 0) {
      const redundancy = await insert('redundancy_groups (service_id) VALUES ($1)', id)
      const member =
        'redundancy_members (redundancy_group_id, host_id, host_group_id) VALUES ($1, $2, $3)'
      for (const part of oneOf) await insert(member, redundancy, ...columnsOf(part))
    }
    await reload()
    return id
  }

  const say = async (of: Assignment, state: State) => hosts.result(of, (clock += MINUTE), state)

  async function healthOf(serviceId: number): Promise<State> {
    const sql = 'SELECT state FROM service_health WHERE service_id = $1'
    const [row] = await hosts.rows<{ state: number }>(sql, serviceId)
    return stateOf(row?.state ?? 0)
  }

  test('follow the router and the web servers they need, and are remembered', async ({
    assert,
  }) => {
    const [router, web1, web2] = [await hosts.watch(), await hosts.watch(), await hosts.watch()]
    const website = await service(
      'Website',
      [{ host: router.host.id }],
      [{ host: web1.host.id }, { host: web2.host.id }]
    )
    const seen: State[] = []
    const steps: [Assignment, State][] = [
      ...([
        [router, 'ok'],
        [web1, 'ok'],
        [web2, 'ok'],
        [web1, 'critical'],
        [router, 'critical'],
        [router, 'ok'],
        [web2, 'major'],
        [web1, 'ok'],
        [web2, 'ok'],
      ] as [Assignment, State][]),
    ]
    for (const [of, state] of steps) {
      await say(of, state)
      seen.push(await healthOf(website))
    }
    assert.deepEqual(seen, [
      ...['ok', 'degraded', 'ok', 'degraded', 'critical'],
      ...['degraded', 'major', 'degraded', 'ok'],
    ])
    const changes = await hosts.rows<{ from_state: number; to_state: number; reason: string }>(
      'SELECT from_state, to_state, reason FROM transitions WHERE service_id = $1 ORDER BY id',
      website
    )
    assert.lengthOf(changes, 9)
    assert.include(changes[4].reason, `${router.host.name}: ${router.plugin.name} is critical.`)
  })

  test('take groups in groups, host by host, and pass their health on to other services', async ({
    assert,
  }) => {
    const [one, other] = [await hosts.watch(), await hosts.watch()]
    const inner = await insert('host_groups (name) VALUES ($1)', `inner ${clock}`)
    const middle = await insert('host_groups (name) VALUES ($1)', `middle ${clock}`)
    const outer = await insert('host_groups (name) VALUES ($1)', `outer ${clock}`)
    const put = (sql: string, ...ids: number[]) => hosts.pool.query(`INSERT INTO ${sql}`, ids)
    await put('host_group_hosts VALUES ($1, $2), ($1, $3)', inner, one.host.id, other.host.id)
    await put('host_group_groups VALUES ($1, $2), ($2, $3), ($3, $1)', outer, middle, inner)
    const shop = await service('Shop', [], [{ group: outer }])
    const office = await service('Office', [{ service: shop }, { host: one.host.id }], [])
    await hosts.store({ results: [one, other].map((each) => judged(outcome(each, clock), 'ok')) })
    await say(other, 'critical')
    assert.deepEqual([await healthOf(shop), await healthOf(office)], ['degraded', 'degraded'])
    await say(one, 'minor')
    assert.deepEqual([await healthOf(shop), await healthOf(office)], ['minor', 'minor'])
    const groups = await hosts.rows<{ state: number }>(
      'SELECT state FROM host_group_health WHERE host_group_id = ANY($1::int[])',
      [inner, middle, outer]
    )
    assert.deepEqual(
      groups.map((row) => stateOf(row.state)),
      ['critical', 'critical', 'critical'],
      'a group in a circle holds the same hosts'
    )
  })

  test('raise alerts of their own, in a thread of their own', async ({ assert }) => {
    const [web1, web2] = [await hosts.watch(), await hosts.watch()]
    const website = await service('Website', [], [{ host: web1.host.id }, { host: web2.host.id }])
    for (const each of [web1, web2]) await say(each, 'ok')
    const alert = await hosts.alert({ ...BAD, hostIds: new Set(), serviceIds: new Set([website]) })
    for (const state of ['critical', 'ok'] as const) await say(web1, state)
    const told = await hosts.rows<{ kind: string; subject: string; content: { state: State } }>(
      'SELECT kind, subject, content FROM notifications WHERE alert_id = $1 ORDER BY id',
      alert.id
    )
    assert.deepEqual(
      told.map((each) => [each.kind, each.subject, each.content.state]),
      [
        ['problem', `service:${website}`, 'degraded'],
        ['recovery', `service:${website}`, 'ok'],
      ]
    )
    assert.deepInclude(told[0].content, {
      service: { id: website, name: `Website ${clock - 4 * MINUTE}` },
    })
  })

  test('are named in the message about the machine they need: one cause is one message', async ({
    assert,
  }) => {
    const router = await hosts.watch()
    const website = await service('Website', [{ host: router.host.id }], [])
    await say(router, 'ok')
    const all = { ...TROUBLE, hostIds: null, serviceIds: null }
    await hosts.alert({ ...all, name: 'the same people' })
    await hosts.alert({ ...all, name: 'the same people', hostIds: new Set() })
    await say(router, 'critical')
    const told = await hosts.toldOf(router.host.id)
    assert.lengthOf(told, 1)
    const name = hosts.services.get(website)!.name
    assert.deepEqual(told[0].content.services, [{ name, state: 'critical' }])
    assert.isUndefined(told[0].content.service)
  })

  test('tell those who watch a plugin only of what that plugin has caused', async ({ assert }) => {
    const disk = await hosts.watch()
    const memory = await hosts.watch(undefined, disk.host.id)
    const website = await service('Website', [{ host: disk.host.id }], [])
    for (const each of [disk, memory]) await say(each, 'ok')
    const alert = await hosts.alert({
      ...BAD,
      ...{ hostIds: new Set<number>(), serviceIds: new Set([website]) },
      pluginIds: new Set([disk.plugin.id]),
    })
    await say(memory, 'critical')
    await say(memory, 'ok')
    await say(disk, 'major')
    const told = await hosts.rows<{ content: { plugin: { name: string } } }>(
      'SELECT content FROM notifications WHERE alert_id = $1',
      alert.id
    )
    assert.deepEqual(
      told.map((each) => each.content.plugin.name),
      [disk.plugin.name]
    )
  })

  test('a second full disk on a machine that is critical already has its own incident and message', async ({
    assert,
  }) => {
    const own = await hosts.watch('disk_space')
    await hosts.alert({ ...TROUBLE, pluginIds: new Set([own.plugin.id]) })
    const said = (...full: string[]) => ({
      ...{ state: 'critical' as const, why: '' },
      instances: Object.fromEntries(
        ['/', '/home', '/srv'].map((disk) => [
          disk,
          { state: full.includes(disk) ? ('critical' as const) : ('ok' as const), why: '' },
        ])
      ),
    })
    await hosts.result(own, (clock += MINUTE), said('/'))
    await hosts.result(own, (clock += MINUTE), said('/', '/home'))
    const of = 'FROM %s WHERE host_id = $1 ORDER BY id'
    const incidents = await hosts.rows(
      `SELECT instance ${of.replace('%s', 'incidents')}`,
      own.host.id
    )
    assert.deepEqual(incidents, [{ instance: '/' }, { instance: '/home' }])
    const told = await hosts.toldOf(own.host.id)
    assert.deepEqual(
      told.map((each) => each.content.instance),
      ['/', '/home']
    )
    const changes = await hosts.rows(
      `SELECT instance FROM transitions WHERE host_id = $1 AND to_state = 6 AND kind = 'result' ORDER BY id`,
      own.host.id
    )
    assert.deepEqual(changes, [{ instance: '/' }, { instance: '/home' }])
  })
})
