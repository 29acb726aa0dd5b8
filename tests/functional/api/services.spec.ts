import testUtils from '@adonisjs/core/services/test_utils'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { severityOf, type State } from '../../../app/monitoring/states.ts'
import { apiAs, refusedFields } from '../../support/api.ts'
import { createCheck, createHost, createPlugin, setState } from '../../support/factories.ts'

const SINCE = new Date('2026-03-02T10:00:00Z')

test.group('Services', (group) => {
  group.each.setup(() => testUtils.db().wrapInGlobalTransaction())

  test('are made, listed worst first, changed and deleted', async ({ assert }) => {
    const api = await apiAs('owner')
    const { router, web1, web2 } = await createHosts({ router: 'ok', web1: 'ok', web2: 'critical' })
    const mail = await make({ name: 'mail', dependencies: [{ host: router }] })
    const site = await make({
      ...{ name: 'site', description: 'What customers see', dependencies: [{ service: mail.id }] },
      redundancy_groups: [{ name: 'web', members: [{ host: web1 }, { host: web2 }] }],
    })
    assert.equal(site.health, 'degraded')
    await make({ name: 'draft' })
    const { body } = await api('GET', '/services')
    assert.deepEqual(
      body.data.map((each: { name: string; health: State }) => [each.name, each.health]),
      [
        ['site', 'degraded'],
        ['mail', 'ok'],
        ['draft', 'no_data'],
      ]
    )
    const path = `/services/${site.id}`
    const changed = await api('PATCH', path, { dependencies: [{ host: web2 }], name: 'web site' })
    assert.deepInclude(changed.body.data, { name: 'web site', health: 'critical' })
    assert.lengthOf(changed.body.data.redundancy_groups, 1, 'what is not given stays')
    assert.equal((await api('DELETE', path)).status, 204)
    assert.equal((await api('GET', path)).status, 404)
    assert.equal((await api('PATCH', path, {})).status, 404)
  })

  test('are shown as a tree: what fails first, and why', async ({ assert }) => {
    const hosts = await createHosts({ router: 'critical', web1: 'ok', web2: 'major', db: 'minor' })
    await explain(hosts.router, 'no answer for 5 min')
    const api = await apiAs('owner')
    const webs = await api('POST', '/host-groups', {
      name: 'webs',
      hosts: [hosts.web1, hosts.web2],
    })
    const net = await make({ name: 'network', dependencies: [{ host: hosts.router }] })
    const site = await make({
      name: 'site',
      dependencies: [{ host: hosts.db }, { service: net.id }],
      redundancy_groups: [
        { at_least: 2, members: [{ host_group: webs.body.data.id }, { host: hosts.db }] },
      ],
    })
    const { body } = await (await apiAs('viewer'))('GET', `/services/${site.id}`)
    assert.deepInclude(body.data, { id: site.id, health: 'critical' })
    assert.equal(
      body.data.why,
      'network is critical. router is critical: Disks. no answer for 5 min.'
    )
    const [failing, database] = body.data.dependencies
    assert.deepInclude(failing, { kind: 'service', name: 'network', health: 'critical' })
    assert.deepInclude(failing.dependencies[0], {
      kind: 'host',
      name: 'router',
      since: SINCE.toISOString(),
    })
    assert.deepInclude(database, { kind: 'host', name: 'db', health: 'minor', why: 'db is minor.' })
    const [web] = body.data.redundancy_groups
    assert.deepInclude(web, { at_least: 2, health: 'minor', is_empty: false })
    assert.equal(web.why, '2 of 3 are needed and 1 is well: web2 is major and db is minor.')
    assert.equal(web.members[0].name, 'webs')
    assert.deepEqual(
      web.members[0].hosts.map((host: { name: string }) => host.name),
      ['web2', 'web1']
    )
  })

  test('end where a circle was made past the API', async ({ assert }) => {
    const a = await make({ name: 'A' })
    const b = await make({ name: 'B', dependencies: [{ service: a.id }] })
    await db.table('service_dependencies').insert({ service_id: a.id, needed_service_id: b.id })
    const { status, body } = await (await apiAs('viewer'))('GET', `/services/${a.id}`)
    assert.equal(status, 200)
    const [again] = body.data.dependencies[0].dependencies
    assert.notProperty(again, 'dependencies')
    assert.include(again.why, 'shown elsewhere')
  })

  test('never need themselves, on no way', async ({ assert }) => {
    const api = await apiAs('owner')
    const a = await make({ name: 'A' })
    const b = await make({ name: 'B', dependencies: [{ service: a.id }] })
    const c = await make({ name: 'C', dependencies: [{ service: b.id }] })
    const answer = await api('PATCH', `/services/${a.id}`, { dependencies: [{ service: c.id }] })
    assert.equal(answer.status, 422)
    assert.deepEqual(refusedFields(answer), ['dependencies'])
    assert.include(answer.body.error.message, '“A” needs “C” needs “B” needs “A”')
    const itself = await api('PATCH', `/services/${a.id}`, { dependencies: [{ service: a.id }] })
    assert.include(itself.body.error.message, '“A” needs “A”')
  })

  test('need each other at most 50 levels deep', async ({ assert }) => {
    const api = await apiAs('owner')
    let needed: { service: number }[] = []
    for (let level = 1; level <= 50; level++)
      needed = [{ service: (await make({ name: `level ${level}`, dependencies: needed })).id }]
    const body = { name: 'one more', dependencies: needed }
    const answer = await api('POST', '/services', body)
    assert.equal(answer.status, 422)
    assert.deepEqual(refusedFields(answer), ['dependencies'])
    assert.include(answer.body.error.message, 'more than 50 levels')
    assert.isNull(await db.from('services').where('name', 'one more').first())
  })

  test('say which redundancy groups have lost all their members', async ({ assert }) => {
    const api = await apiAs('owner')
    const { web1 } = await createHosts({ web1: 'ok' })
    const site = await make({ name: 'site', redundancy_groups: [{ members: [{ host: web1 }] }] })
    await api('DELETE', `/hosts/${web1}`)
    const { body } = await api('GET', `/services/${site.id}`)
    assert.deepInclude(body.data.redundancy_groups[0], {
      is_empty: true,
      health: 'no_data',
      members: [],
    })
    assert.include(body.data.redundancy_groups[0].why, 'no members any more')
  })

  test('are refused: {$i}')
    .with([
      [{ name: '' }, 'name', 'at most 100'],
      [{ name: 'taken' }, 'name', 'a service named "taken" already'],
      [{ dependencies: [{}] }, 'dependencies.0', 'exactly one of host, host_group or service'],
      [{ dependencies: [{ host: 1, service: 1 }] }, 'dependencies.0', 'exactly one'],
      [{ dependencies: [{ host: 999_999 }] }, 'dependencies.0.host', 'no host 999999'],
      [{ dependencies: [{ service: 999_999 }] }, 'dependencies.0.service', 'no service 999999'],
      [{ dependencies: [{ host: 'shop' }] }, 'dependencies.0.host', 'a number'],
      [{ dependencies: 'shop' }, 'dependencies', 'as a list'],
      [redundant([]), 'redundancy_groups.0.members', 'as a list'],
      [redundant([{ service: 1 }]), 'redundancy_groups.0.members.0.service', 'no field "service"'],
      [redundant([{}]), 'redundancy_groups.0.members.0', 'exactly one of host or host_group'],
      [
        redundant([{ host_group: 999_999 }]),
        'redundancy_groups.0.members.0.host_group',
        'no host group',
      ],
      [redundant([{ host: 1 }], 'web\r\nBcc: b'), 'redundancy_groups.0.name', 'in one line'],
      [
        { redundancy_groups: [{ at_least: 0, members: [{ host: 1 }] }] },
        'redundancy_groups.0.at_least',
        'from 1',
      ],
    ] as const)
    .run(async ({ assert }, [changes, field, words]) => {
      await make({ name: 'taken' })
      const answer = await (await apiAs('owner'))('POST', '/services', { name: 'site', ...changes })
      assert.equal(answer.status, 422)
      assert.deepEqual(refusedFields(answer), [field])
      assert.include(answer.body.error.message, words)
      assert.lengthOf(await db.from('services'), 1)
    })

  test('need no more members than there are, hosts of groups counted once', async ({ assert }) => {
    const api = await apiAs('owner')
    const { web1, web2 } = await createHosts({ web1: 'ok', web2: 'ok' })
    const webs = await api('POST', '/host-groups', { name: 'webs', hosts: [web1, web2] })
    const members = [{ host_group: webs.body.data.id }, { host: web1 }]
    const answer = await api('POST', '/services', {
      ...{ name: 'site', redundancy_groups: [{ at_least: 3, members }] },
    })
    assert.equal(answer.status, 422)
    assert.deepEqual(refusedFields(answer), ['redundancy_groups.0.at_least'])
    assert.include(answer.body.error.message, '3 are needed, but the members are 2 machines')
    const fits = { name: 'site', redundancy_groups: [{ at_least: 2, members }] }
    assert.equal((await api('POST', '/services', fits)).status, 201)
  })
})

test.group('Impact', (group) => {
  group.each.setup(() => testUtils.db().wrapInGlobalTransaction())

  test('names the services that would change, and to what', async ({ assert }) => {
    const { router, web1, web2 } = await createHosts({ router: 'ok', web1: 'ok', web2: 'ok' })
    const net = await make({ name: 'network', dependencies: [{ host: router }] })
    const members = [{ host: web1 }, { host: web2 }]
    const site = await make({
      ...{ name: 'site', dependencies: [{ service: net.id }], redundancy_groups: [{ members }] },
    })
    await make({ name: 'elsewhere', dependencies: [{ host: web2 }] })
    const api = await apiAs('viewer')
    const ofRouter = await api('GET', `/hosts/${router}/impact`)
    assert.deepEqual(ofRouter.body.data, {
      ...{ id: router, name: 'router', becomes: 'critical' },
      services: [
        { id: net.id, name: 'network', from: 'ok', to: 'critical' },
        { id: site.id, name: 'site', from: 'ok', to: 'critical' },
      ],
    })
    const ofWeb = await api('GET', `/hosts/${web1}/impact`)
    assert.deepEqual(ofWeb.body.data.services, [
      { id: site.id, name: 'site', from: 'ok', to: 'degraded' },
    ])
    const ofService = await api('GET', `/services/${net.id}/impact`)
    assert.deepEqual(ofService.body.data.services, [
      { id: site.id, name: 'site', from: 'ok', to: 'critical' },
    ])
    assert.equal((await api('GET', '/hosts/999999/impact')).status, 404)
    assert.equal((await api('GET', '/services/999999/impact')).status, 404)
  })
})

function redundant(members: object[], name = '') {
  return { redundancy_groups: [{ name, members }] }
}

async function make(body: object) {
  const answer = await (await apiAs('owner'))('POST', '/services', body)
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body))
  return answer.body.data
}

async function createHosts<Name extends string>(states: Record<Name, State>) {
  const ids: Record<string, number> = {}
  for (const [name, state] of Object.entries<State>(states)) {
    const { id } = await createHost(name)
    await db.table('host_health').insert({ host_id: id, state: severityOf(state), since: SINCE })
    ids[name] = id
  }
  return ids as Record<Name, number>
}

/** Puts the reason beside the health of a host. */
async function explain(hostId: number, reason: string) {
  const plugin = await createPlugin()
  const check = await createCheck('storage', [], [plugin])
  const host = { id: hostId } as Awaited<ReturnType<typeof createHost>>
  await setState({ host, check, plugin }, 'critical', SINCE, reason)
}
