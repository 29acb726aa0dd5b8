import db from '@adonisjs/lucid/services/db'
import { severityOf } from '../monitoring/states.ts'
import { healthNow } from '../queries/health_now.ts'
import { notFound } from '../saving/find.ts'
import { serviceTree } from './service_tree.ts'
import { readWords } from './words.ts'

interface ServiceRow {
  id: number
  name: string
  description: string
}

/** @returns all services with their health, worst first */
export async function describeServices() {
  const services: ServiceRow[] = await db
    .from('services')
    .select('id', 'name', 'description')
    .orderBy('name')
  const now = await healthNow()
  return services
    .map((service) => {
      const health = now.healthOfService(service.id)
      return { ...service, health, since: now.since('service', service.id, health) }
    })
    .sort((one, other) => severityOf(other.health) - severityOf(one.health))
}

/**
 * @returns a service with everything it needs, what fails first, and why
 * @throws NotFound
 */
export async function describeService(id: number) {
  const service: ServiceRow | null = await db
    .from('services')
    .where('id', id)
    .select('id', 'name', 'description')
    .first()
  if (!service) throw notFound('services', id)
  const now = await healthNow()
  if (!now.services.has(id)) throw notFound('services', id)
  const { dependencies, redundancy_groups, ...tree } = serviceTree(id, now, await readWords())
  return { ...service, ...tree, dependencies, redundancy_groups }
}
