import fc from 'fast-check'
import type { Part, ServiceEntry } from '../../../app/monitoring/configuration/configuration.ts'
import { severityOf, STATES, type State } from '../../../app/monitoring/states.ts'

/** Hosts, groups and services at random: groups and services may form circles, hosts may be missing. */
export interface World {
  states: State[]
  groups: Set<number>[]
  services: ServiceEntry[]
}

const HOSTS = 6
const GROUPS = 3
const SERVICES = 5

const host = fc.nat(HOSTS - 1).map((id): { host: number } => ({ host: id }))
const group = fc.nat(GROUPS - 1).map((id): { group: number } => ({ group: id }))
const service = fc.nat(SERVICES - 1).map((id): { service: number } => ({ service: id }))

const oneService = fc.record({
  dependencies: fc.array(fc.oneof(host, group, service), { maxLength: 4 }),
  redundancyGroups: fc.array(
    fc.record({
      atLeast: fc.integer({ min: 1, max: 3 }),
      members: fc.array(fc.oneof(host, group), { maxLength: 4 }),
    }),
    { maxLength: 2 }
  ),
})

export const worlds: fc.Arbitrary<World> = fc.record({
  states: fc.array(fc.constantFrom(...STATES), { minLength: HOSTS, maxLength: HOSTS }),
  groups: fc.array(
    fc.uniqueArray(fc.nat(HOSTS - 1)).map((ids) => new Set(ids)),
    { minLength: GROUPS, maxLength: GROUPS }
  ),
  services: fc
    .array(oneService, { minLength: SERVICES, maxLength: SERVICES })
    .map((all) => all.map((each, id) => ({ ...each, id, name: `service-${id}` }))),
})

/** The health of a service by the words of the definition: slow, and plain to see. */
export function plainHealth(world: World, id: number, asked: number[] = []): State {
  const needed = world.services[id]
  const each = needed.dependencies.flatMap((part): State[] => {
    if (!('service' in part)) return hostsOf(world, part).map((one) => world.states[one])
    return asked.includes(part.service) ? [] : [plainHealth(world, part.service, [...asked, id])]
  })
  const enough = needed.redundancyGroups.map(({ members, atLeast }) => {
    const hosts = new Set(members.flatMap((part) => hostsOf(world, part)))
    return plainRedundancy(
      [...hosts].map((one) => world.states[one]),
      atLeast
    )
  })
  return plainWorst([...each, ...enough])
}

/** The least severe member, n times over; without data is not ok and no help. */
export function plainRedundancy(members: State[], atLeast: number): State {
  const left = members.filter((state) => state !== 'no_data')
  if (left.length === 0) return 'no_data'
  let found: State = 'ok'
  for (let needed = atLeast; needed > 0; needed--) {
    if (left.length === 0) return plainWorst([found, 'unknown'])
    const best = left.reduce((one, other) => (severityOf(other) < severityOf(one) ? other : one))
    left.splice(left.indexOf(best), 1)
    found = best
  }
  return found === 'ok' && members.some((state) => state !== 'ok') ? 'degraded' : found
}

export function plainWorst(states: State[]): State {
  return STATES.findLast((state) => states.includes(state)) ?? 'no_data'
}

function hostsOf(world: World, part: Part): number[] {
  if ('host' in part) return [part.host]
  return 'group' in part ? [...world.groups[part.group]] : []
}
