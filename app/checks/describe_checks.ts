import db from '@adonisjs/lucid/services/db'
import { notFound } from '../saving/find.ts'

interface Named {
  id: number
  name: string
}

/** A check as it is shown. */
export interface ShownCheck extends Named {
  description: string
  paused_at: Date | null
  hosts: Named[]
  host_groups: Named[]
  plugins: (Named & { identifier: string; arguments: Record<string, unknown> })[]
  schedules: Named[]
  /** Machines it runs on, those of groups among them. */
  host_count: number
}

/** @returns all checks by name */
export async function describeChecks(): Promise<ShownCheck[]> {
  const { rows } = await db.rawQuery<{ rows: ShownCheck[] }>(`${CHECKS} ORDER BY c.name`)
  return rows
}

/** @throws NotFound */
export async function describeCheck(id: number): Promise<ShownCheck> {
  const { rows } = await db.rawQuery<{ rows: ShownCheck[] }>(`${CHECKS} WHERE c.id = :id`, { id })
  if (!rows[0]) throw notFound('checks', id)
  return rows[0]
}

const CHECKS = `
  SELECT c.id, c.name, c.description, c.paused_at,
    (SELECT coalesce(json_agg(json_build_object('id', h.id, 'name', h.name) ORDER BY h.name), '[]')
      FROM check_hosts ch JOIN hosts h ON h.id = ch.host_id WHERE ch.check_id = c.id) AS hosts,
    (SELECT coalesce(json_agg(json_build_object('id', g.id, 'name', g.name) ORDER BY g.name), '[]')
      FROM check_host_groups cg JOIN host_groups g ON g.id = cg.host_group_id WHERE cg.check_id = c.id) AS host_groups,
    (SELECT coalesce(json_agg(json_build_object('id', p.id, 'identifier', p.identifier, 'name', p.name,
      'arguments', cp.arguments) ORDER BY p.name), '[]')
      FROM check_plugins cp JOIN plugins p ON p.id = cp.plugin_id WHERE cp.check_id = c.id) AS plugins,
    (SELECT coalesce(json_agg(json_build_object('id', s.id, 'name', s.name) ORDER BY s.name), '[]')
      FROM schedule_checks sc JOIN schedules s ON s.id = sc.schedule_id WHERE sc.check_id = c.id) AS schedules,
    (SELECT count(*)::int FROM check_members m WHERE m.check_id = c.id) AS host_count
  FROM checks c`
