import db from '@adonisjs/lucid/services/db'
import type Plugin from '../models/plugin.ts'

/** Another value than the default, and where it holds; what is null does not narrow it. */
export interface PlacedLimit {
  name: string
  value: number | string | boolean
  host_group: { id: number; name: string } | null
  host: { id: number; name: string } | null
  check: { id: number; name: string } | null
  instance: string | null
}

/**
 * @param plugin with its current version loaded
 * @returns the limits it declares, and every override with its place, the most general first
 */
export async function limitsOfPlugin({ id, identifier, name, currentVersion }: Plugin) {
  const { rows } = await db.rawQuery<{ rows: PlacedLimit[] }>(OVERRIDES, { id })
  return {
    plugin: { id, identifier, name },
    declared: currentVersion?.manifest.limits ?? [],
    overrides: rows,
  }
}

const named = (table: string) =>
  `CASE WHEN ${table}.id IS NOT NULL THEN json_build_object('id', ${table}.id, 'name', ${table}.name) END`

const OVERRIDES = `
  SELECT l.name, l.value, ${named('g')} AS host_group, ${named('h')} AS host, ${named('c')} AS "check", l.instance
  FROM limits l LEFT JOIN host_groups g ON g.id = l.host_group_id LEFT JOIN hosts h ON h.id = l.host_id
  LEFT JOIN checks c ON c.id = l.check_id
  WHERE l.plugin_id = :id
  ORDER BY l.name, l.instance NULLS FIRST, l.host_id NULLS FIRST, l.check_id NULLS FIRST, l.host_group_id NULLS FIRST`
