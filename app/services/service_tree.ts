import type { Part } from '../monitoring/configuration/configuration.ts'
import { hostsIn } from '../monitoring/health/health_graph.ts'
import { healthOfRedundancyGroup } from '../monitoring/health/redundancy.ts'
import { severityOf, type State } from '../monitoring/states.ts'
import type { HealthNow } from '../queries/health_now.ts'
import type { Words } from './words.ts'
import { whyGroup, whyHost, whyRedundancy, whyService } from './why.ts'

/** A part of a service. */
export interface TreePart {
  id: number
  kind: 'host' | 'host_group' | 'service'
  name: string
  health: State
  since: Date | null
  why: string
  /** The machines of a group, worst first. */
  hosts?: TreePart[]
  /** What a service needs itself; missing where it was shown further up. */
  dependencies?: TreePart[]
  redundancy_groups?: TreeGroup[]
}

/** Of its members, some are needed. */
export interface TreeGroup {
  id: number
  name: string
  at_least: number
  health: State
  /** What it was for has been deleted. */
  is_empty: boolean
  why: string
  members: TreePart[]
}

/**
 * What a service needs, down to the machines: what fails comes first. Each service is opened once, so circles end. Names
 * are read a moment after the parts, so one may be gone by then.
 */
export function serviceTree(id: number, now: HealthNow, words: Words) {
  const opened = new Set([id])
  return openService(id)

  function openService(serviceId: number) {
    const { dependencies, redundancyGroups } = now.services.get(serviceId)!
    const health = now.healthOfService(serviceId)
    const rows = words.redundancyGroups.get(serviceId) ?? []
    const parts = {
      dependencies: worstFirst(dependencies.map(partOf)),
      redundancy_groups: worstFirst(
        redundancyGroups.map((group, index) => groupOf(group, rows[index]))
      ),
    }
    const since = now.since('service', serviceId, health)
    return { health, since, why: whyService(health, parts), ...parts }
  }

  function partOf(part: Part): TreePart {
    if ('host' in part) return hostOf(part.host)
    if ('group' in part) return hostGroupOf(part.group)
    const { name } = now.services.get(part.service)!
    const about = { id: part.service, kind: 'service' as const, name }
    if (!opened.has(part.service)) {
      opened.add(part.service)
      return { ...about, ...openService(part.service) }
    }
    const health = now.healthOfService(part.service)
    const since = now.since('service', part.service, health)
    return { ...about, health, since, why: 'What it needs is shown elsewhere in this tree.' }
  }

  function hostOf(hostId: number): TreePart {
    const name = words.hosts.get(hostId) ?? `machine ${hostId}`
    const health = now.healthOfHost(hostId)
    const why = whyHost(name, health, words.troubles.get(hostId))
    return { id: hostId, kind: 'host', name, health, since: now.since('host', hostId, health), why }
  }

  function hostGroupOf(groupId: number): TreePart {
    const hosts = worstFirst(hostsIn({ group: groupId }, now.hostsOfGroups).map(hostOf))
    const health = now.healthOfGroup(groupId)
    const name = words.groups.get(groupId) ?? `group ${groupId}`
    const about = { name, health, why: whyGroup(health, hosts) }
    const since = now.since('host_group', groupId, health)
    return { id: groupId, kind: 'host_group', ...about, since, hosts }
  }

  function groupOf(
    { atLeast, members }: { atLeast: number; members: Part[] },
    { id: groupId, name } = { id: 0, name: '' }
  ): TreeGroup {
    const hostIds = new Set(members.flatMap((member) => hostsIn(member, now.hostsOfGroups)))
    const hosts = worstFirst([...hostIds].map(hostOf))
    const health = healthOfRedundancyGroup(
      hosts.map((host) => host.health),
      atLeast
    )
    const about = { id: groupId, name, at_least: atLeast, health, is_empty: members.length === 0 }
    const why = whyRedundancy(health, atLeast, hosts, about.is_empty)
    return { ...about, why, members: worstFirst(members.map(partOf)) }
  }
}

function worstFirst<Item extends { health: State }>(items: Item[]): Item[] {
  return items.sort((one, other) => severityOf(other.health) - severityOf(one.health))
}
