import db from '@adonisjs/lucid/services/db'
import { createHealthGraph } from '../monitoring/health/health_graph.ts'
import { severityOf, type State } from '../monitoring/states.ts'
import { type HealthNow, healthNow } from '../queries/health_now.ts'
import { find } from '../saving/find.ts'

/** A machine that is in no list: a service that fails is one that needs it. */
const SWITCHED_OFF = -1

/**
 * "What if I switch this off?": works out health once more, with it critical.
 * @returns the services whose health would be another one, worst first
 * @throws NotFound
 */
export async function impactOf(kind: 'hosts' | 'services', id: number) {
  const { name } = await find(db.connection(), kind, id)
  const now = await healthNow()
  const healthThen = kind === 'hosts' ? withoutHost(now, id) : withoutService(now, id)
  const changed = [...now.services.values()].flatMap((service) => {
    const from = now.healthOfService(service.id)
    const to = healthThen(service.id)
    return from === to || service.id === ownId(kind, id)
      ? []
      : [{ id: service.id, name: service.name, from, to }]
  })
  const services = changed.sort(
    (one, other) => severityOf(other.to) - severityOf(one.to) || one.name.localeCompare(other.name)
  )
  return { id, name, becomes: 'critical' as const, services }
}

function ownId(kind: 'hosts' | 'services', id: number): number | null {
  return kind === 'services' ? id : null
}

function withoutHost({ graph, healthOfHost }: HealthNow, id: number) {
  const then = (hostId: number): State => (hostId === id ? 'critical' : healthOfHost(hostId))
  return (serviceId: number) => graph.healthOfService(serviceId, then)
}

function withoutService({ services, hostsOfGroups, healthOfHost }: HealthNow, id: number) {
  const service = services.get(id)!
  const dependencies = [...service.dependencies, { host: SWITCHED_OFF }]
  const failing = new Map(services).set(id, { ...service, dependencies })
  const graph = createHealthGraph({ services: failing, hostsOfGroups })
  const then = (hostId: number): State =>
    hostId === SWITCHED_OFF ? 'critical' : healthOfHost(hostId)
  return (serviceId: number) => graph.healthOfService(serviceId, then)
}
