import db from '@adonisjs/lucid/services/db'
import { assembleServices } from '../monitoring/configuration/assemble_services.ts'
import type { ServiceEntry } from '../monitoring/configuration/configuration.ts'
import { type ConfigurationRows, QUERIES } from '../monitoring/configuration/rows.ts'
import { createHealthGraph, type HealthGraph } from '../monitoring/health/health_graph.ts'
import { type State, stateOf } from '../monitoring/states.ts'

/** The health of all hosts at this moment, and what follows from it for groups and services. */
export interface HealthNow {
  graph: HealthGraph
  services: ReadonlyMap<number, ServiceEntry>
  hostsOfGroups: ReadonlyMap<number, ReadonlySet<number>>
  healthOfHost(id: number): State
  healthOfGroup(id: number): State
  healthOfService(id: number): State
  /** Since when it is what it is; null where that was not written down yet. */
  since(kind: Subject, id: number, state: State): Date | null
}

type Subject = 'host' | 'host_group' | 'service'

interface Kept {
  kind: Subject
  id: number
  state: number
  since: Date
}

/**
 * Works out health the way the core does, from the health of hosts it has written down: so a service that was saved a
 * moment ago has its health already.
 */
export async function healthNow(): Promise<HealthNow> {
  const services = assembleServices(await readServices())
  const hostsOfGroups = await readGroups()
  const kept = await readKept()
  const graph = createHealthGraph({ services, hostsOfGroups })
  const stateKept = (kind: Subject, id: number) => stateOf(kept.get(`${kind}:${id}`)?.state ?? 0)
  const healthOfHost = (id: number) => stateKept('host', id)
  return {
    ...{ graph, services, hostsOfGroups, healthOfHost },
    healthOfGroup: (id) => graph.healthOfGroup(id, healthOfHost),
    healthOfService: (id) => graph.healthOfService(id, healthOfHost),
    since: (kind, id, state) =>
      stateKept(kind, id) === state ? (kept.get(`${kind}:${id}`)?.since ?? null) : null,
  }
}

async function readServices() {
  const { services, dependencies, redundancyGroups, redundancyMembers } = QUERIES
  const wanted = { services, dependencies, redundancyGroups, redundancyMembers }
  const rows: Record<string, unknown> = {}
  for (const [name, sql] of Object.entries(wanted)) rows[name] = (await db.rawQuery(sql)).rows
  return rows as unknown as ConfigurationRows
}

async function readGroups() {
  const { rows } = await db.rawQuery<{ rows: ConfigurationRows['groups'] }>(QUERIES.groups)
  const byGroup = Map.groupBy(rows, (row) => row.host_group_id)
  return new Map([...byGroup].map(([id, own]) => [id, new Set(own.map((row) => row.host_id))]))
}

async function readKept(): Promise<Map<string, Kept>> {
  const { rows } = await db.rawQuery<{ rows: Kept[] }>(KEPT)
  return new Map(rows.map((row) => [`${row.kind}:${row.id}`, row]))
}

const KEPT = `
  SELECT 'host' AS kind, host_id AS id, state, since FROM host_health
  UNION ALL SELECT 'host_group', host_group_id, state, since FROM host_group_health
  UNION ALL SELECT 'service', service_id, state, since FROM service_health`
