import db from '@adonisjs/lucid/services/db'
import { type State, severityOf } from '../monitoring/states.ts'
import { type HealthNow, healthNow } from '../queries/health_now.ts'
import { notFound } from '../saving/find.ts'

interface GroupRow {
  id: number
  name: string
  description: string
  hosts: { id: number; name: string }[]
  host_groups: { id: number; name: string }[]
}

/** @returns all groups with their direct members and their health, worst first */
export async function describeGroups() {
  const { rows } = await db.rawQuery<{ rows: GroupRow[] }>(`${GROUPS} ORDER BY g.name`)
  const now = await healthNow()
  return rows.map((row) => withHealth(row, now)).sort(worstFirst)
}

/**
 * @returns a group with its direct members and every host it stands for, worst first
 * @throws NotFound
 */
export async function describeGroup(id: number) {
  const { rows } = await db.rawQuery<{ rows: GroupRow[] }>(`${GROUPS} WHERE g.id = :id`, { id })
  if (!rows[0]) throw notFound('host_groups', id)
  const now = await healthNow()
  const resolved = await db.rawQuery<{ rows: { id: number; name: string }[] }>(RESOLVED, { id })
  const hosts = resolved.rows.map((host) => ({ ...host, health: now.healthOfHost(host.id) }))
  return { ...withHealth(rows[0], now), resolved_hosts: hosts.sort(worstFirst) }
}

function withHealth(row: GroupRow, now: HealthNow) {
  const health = now.healthOfGroup(row.id)
  return {
    ...{ ...row, health, since: now.since('host_group', row.id, health) },
    host_count: now.hostsOfGroups.get(row.id)?.size ?? 0,
  }
}

function worstFirst(one: { health: State }, other: { health: State }): number {
  return severityOf(other.health) - severityOf(one.health)
}

const GROUPS = `
  SELECT g.id, g.name, g.description,
    (SELECT coalesce(json_agg(json_build_object('id', h.id, 'name', h.name) ORDER BY h.name), '[]')
      FROM host_group_hosts m JOIN hosts h ON h.id = m.host_id WHERE m.host_group_id = g.id) AS hosts,
    (SELECT coalesce(json_agg(json_build_object('id', i.id, 'name', i.name) ORDER BY i.name), '[]')
      FROM host_group_groups m JOIN host_groups i ON i.id = m.member_id WHERE m.host_group_id = g.id) AS host_groups
  FROM host_groups g`

const RESOLVED = `
  SELECT h.id, h.name FROM hosts_of_groups o JOIN hosts h ON h.id = o.host_id
  WHERE o.host_group_id = :id ORDER BY h.name`
