import { test } from '@japa/runner'
import fc from 'fast-check'
import type { Part, ServiceEntry } from '../../../app/monitoring/configuration/configuration.ts'
import { createHealthGraph } from '../../../app/monitoring/health/health_graph.ts'
import { healthOfRedundancyGroup } from '../../../app/monitoring/health/redundancy.ts'
import { STATES, type State, worstOf } from '../../../app/monitoring/states.ts'
import { plainHealth, plainRedundancy, type World, worlds } from './world.ts'

function graphOf({ groups, services }: Omit<World, 'states'>) {
  return createHealthGraph({
    hostsOfGroups: new Map(groups.map((hosts, id) => [id, hosts])),
    services: new Map(services.map((service) => [service.id, service])),
  })
}

function serviceOf(
  id: number,
  dependencies: Part[],
  ...redundancyGroups: {
    atLeast?: number
    members: ServiceEntry['redundancyGroups'][0]['members']
  }[]
): ServiceEntry {
  const groups = redundancyGroups.map((group) => ({ atLeast: 1, ...group }))
  return { id, name: `service-${id}`, dependencies, redundancyGroups: groups }
}

test.group('Redundancy group', () => {
  const CASES: [members: State[], atLeast: number, health: State][] = [
    [['critical', 'ok'], 1, 'degraded'],
    [['ok', 'ok'], 1, 'ok'],
    [['critical', 'critical'], 1, 'critical'],
    [['minor', 'critical'], 1, 'minor'],
    [['no_data', 'ok'], 1, 'degraded'],
    [['no_data', 'critical'], 1, 'critical'],
    [['no_data', 'no_data'], 1, 'no_data'],
    [[], 1, 'no_data'],
    [['ok', 'ok', 'critical'], 2, 'degraded'],
    [['ok', 'critical', 'critical'], 2, 'critical'],
    [['ok', 'minor', 'critical'], 2, 'minor'],
    [['ok', 'ok'], 3, 'unknown'],
    [['ok', 'no_data'], 2, 'unknown'],
    [['critical', 'no_data'], 2, 'critical'],
  ]
  for (const [members, atLeast, health] of CASES)
    test(`of {${members.join(', ')}} that needs ${atLeast} is ${health}`, ({ assert }) => {
      assert.equal(healthOfRedundancyGroup(members, atLeast), health)
    })

  test('is what the words of its definition say, for any members', () => {
    const members = fc.array(fc.constantFrom(...STATES), { maxLength: 8 })
    fc.assert(
      fc.property(members, fc.integer({ min: 1, max: 4 }), (states, atLeast) => {
        return healthOfRedundancyGroup(states, atLeast) === plainRedundancy(states, atLeast)
      })
    )
  })
})

test.group('Health of groups and services', () => {
  test('is the worst of what is needed: {minor, major} is major, as Table 3.1 orders them', ({
    assert,
  }) => {
    const graph = graphOf({ groups: [], services: [serviceOf(0, [{ host: 0 }, { host: 1 }])] })
    const states: State[] = ['minor', 'major']
    assert.equal(
      graph.healthOfService(0, (id) => states[id]),
      'major'
    )
  })

  test('goes down with the router, and is degraded without one of two web servers', ({
    assert,
  }) => {
    const [router, web1, web2] = [0, 1, 2]
    const website = serviceOf(0, [{ host: router }], { members: [{ host: web1 }, { host: web2 }] })
    const graph = graphOf({ groups: [], services: [website] })
    const health = (...states: State[]) => graph.healthOfService(0, (id) => states[id])
    assert.equal(health('ok', 'ok', 'ok'), 'ok')
    assert.equal(health('critical', 'ok', 'ok'), 'critical')
    assert.equal(health('ok', 'critical', 'ok'), 'degraded')
    assert.equal(health('ok', 'critical', 'major'), 'major')
  })

  test('takes the hosts of a group one by one', ({ assert }) => {
    const services = [serviceOf(0, [], { atLeast: 2, members: [{ group: 0 }, { host: 1 }] })]
    const graph = graphOf({ groups: [new Set([0, 1, 2])], services })
    const health = (...states: State[]) => graph.healthOfService(0, (id) => states[id])
    assert.equal(health('ok', 'ok', 'critical'), 'degraded')
    assert.equal(health('ok', 'critical', 'critical'), 'critical', 'host 1 counts once')
  })

  test('is what a slow and obvious reading of the definition finds', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const graph = graphOf(world)
        const healthOfHost = (id: number) => world.states[id]
        return world.services.every(
          ({ id }) => graph.healthOfService(id, healthOfHost) === plainHealth(world, id)
        )
      }),
      { numRuns: 500 }
    )
  })

  test('changes only where the change of a host is said to reach', () => {
    fc.assert(
      fc.property(worlds, fc.nat(5), fc.constantFrom(...STATES), (world, host, state) => {
        const graph = graphOf(world)
        const before = (id: number) => world.states[id]
        const after = (id: number) => (id === host ? state : world.states[id])
        const { groups, services } = graph.reachedFrom([host])
        const isSame = (health: typeof graph.healthOfGroup, id: number) =>
          health(id, before) === health(id, after)
        return (
          world.services.every(({ id }) => services.has(id) || isSame(graph.healthOfService, id)) &&
          world.groups.every((_, id) => groups.has(id) || isSame(graph.healthOfGroup, id))
        )
      }),
      { numRuns: 500 }
    )
  })

  test('ends for services that need each other in a circle, and is the same for all of them', ({
    assert,
  }) => {
    const services = [0, 1, 2].map((id) => serviceOf(id, [{ service: (id + 1) % 3 }, { host: id }]))
    const graph = graphOf({ groups: [], services })
    const states: State[] = ['ok', 'major', 'minor']
    for (const { id } of services)
      assert.equal(
        graph.healthOfService(id, (host) => states[host]),
        'major'
      )
  })

  test('comes through a thousand services nested in each other', ({ assert }) => {
    const services = Array.from({ length: 1000 }, (_, id) =>
      serviceOf(id, id === 999 ? [{ host: 0 }] : [{ service: id + 1 }])
    )
    const graph = graphOf({ groups: [], services })
    assert.equal(
      graph.healthOfService(0, () => 'critical'),
      'critical'
    )
    assert.equal(graph.reachedFrom([0]).services.size, 1000)
  })

  test('of an empty group or service is no data', ({ assert }) => {
    const graph = graphOf({ groups: [new Set()], services: [serviceOf(0, [])] })
    assert.equal(
      graph.healthOfGroup(0, () => 'ok'),
      'no_data'
    )
    assert.equal(
      graph.healthOfService(0, () => 'ok'),
      'no_data'
    )
    assert.equal(worstOf([]), 'no_data')
  })
})
