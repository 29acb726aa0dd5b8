import type { Configuration, Part, ServiceEntry } from '../configuration/configuration.ts'
import { worstOf, type State } from '../states.ts'
import { healthOfRedundancyGroup } from './redundancy.ts'

/** @returns the health of a host; `no_data` for one that is not watched */
export type HealthOfHost = (hostId: number) => State

/** Who depends on whom, at one revision of the configuration. */
export interface HealthGraph {
  /** The worst of the hosts in it, those of groups in it among them. */
  healthOfGroup(groupId: number, healthOfHost: HealthOfHost): State
  /** The worst of what it needs, itself or through other services. */
  healthOfService(serviceId: number, healthOfHost: HealthOfHost): State
  /** All hosts it needs, itself, through groups or through other services. */
  hostsOfService(serviceId: number): Set<number>
  /** The groups and services whose health may be another one when that of these hosts is. */
  reachedFrom(hostIds: Iterable<number>): { groups: Set<number>; services: Set<number> }
}

/** Services enter the health of others by their worst alone, so whether they form a circle makes no difference. */
export function createHealthGraph({
  hostsOfGroups,
  services,
}: Pick<Configuration, 'hostsOfGroups' | 'services'>): HealthGraph {
  const groupsOfHost = groupsByHost(hostsOfGroups)
  const { usersOfHost, usersOfService } = usersOf(services, hostsOfGroups)

  function healthOfGroup(groupId: number, healthOfHost: HealthOfHost): State {
    return worstOf([...(hostsOfGroups.get(groupId) ?? [])].map(healthOfHost))
  }

  function healthOfService(serviceId: number, healthOfHost: HealthOfHost): State {
    return worstOf(needed(serviceId).flatMap((service) => ownHealth(service, healthOfHost)))
  }

  /** A service and all services it needs on some way. */
  function needed(serviceId: number): ServiceEntry[] {
    const servicesIn = (id: number) =>
      (services.get(id)?.dependencies ?? []).flatMap((part) =>
        'service' in part ? [part.service] : []
      )
    return [...closure([serviceId], servicesIn)].flatMap((id) => services.get(id) ?? [])
  }

  function hostsOfService(serviceId: number): Set<number> {
    const parts = needed(serviceId).flatMap(partsOf)
    return new Set(parts.flatMap((part) => hostsIn(part, hostsOfGroups)))
  }

  /** What a service needs without asking other services. */
  function ownHealth(service: ServiceEntry, healthOfHost: HealthOfHost): State[] {
    const hostsOf = (part: Part) => hostsIn(part, hostsOfGroups)
    return [
      ...service.dependencies.flatMap(hostsOf).map(healthOfHost),
      ...service.redundancyGroups.map(({ members, atLeast }) =>
        healthOfRedundancyGroup([...new Set(members.flatMap(hostsOf))].map(healthOfHost), atLeast)
      ),
    ]
  }

  function reachedFrom(hostIds: Iterable<number>) {
    const hosts = [...hostIds]
    const using = hosts.flatMap((id) => [...(usersOfHost.get(id) ?? [])])
    return {
      groups: new Set(hosts.flatMap((id) => groupsOfHost.get(id) ?? [])),
      services: closure(using, (id) => usersOfService.get(id) ?? []),
    }
  }

  return { healthOfGroup, healthOfService, hostsOfService, reachedFrom }
}

function partsOf({ dependencies, redundancyGroups }: ServiceEntry): Part[] {
  return [...dependencies, ...redundancyGroups.flatMap((group) => group.members)]
}

/** @returns the hosts a part stands for; none for a service */
export function hostsIn(part: Part, hostsOfGroups: Configuration['hostsOfGroups']): number[] {
  if ('host' in part) return [part.host]
  return 'group' in part ? [...(hostsOfGroups.get(part.group) ?? [])] : []
}

/** @returns where one gets to from a start, step by step, each once */
function closure(start: Iterable<number>, next: (id: number) => Iterable<number>): Set<number> {
  const reached = new Set(start)
  for (const id of reached) for (const each of next(id)) reached.add(each)
  return reached
}

function groupsByHost(hostsOfGroups: Configuration['hostsOfGroups']): Map<number, number[]> {
  const groups = new Map<number, number[]>()
  for (const [id, hosts] of hostsOfGroups)
    for (const host of hosts) groups.set(host, [...(groups.get(host) ?? []), id])
  return groups
}

/** Which services need a host, or a service, directly. */
function usersOf(
  services: Configuration['services'],
  hostsOfGroups: Configuration['hostsOfGroups']
) {
  const usersOfHost = new Map<number, Set<number>>()
  const usersOfService = new Map<number, Set<number>>()
  const add = (users: Map<number, Set<number>>, used: number, user: number) => {
    const known = users.get(used)
    if (known) known.add(user)
    else users.set(used, new Set([user]))
  }
  for (const service of services.values()) {
    for (const part of partsOf(service)) {
      if ('service' in part) add(usersOfService, part.service, service.id)
      for (const host of hostsIn(part, hostsOfGroups)) add(usersOfHost, host, service.id)
    }
  }
  return { usersOfHost, usersOfService }
}
