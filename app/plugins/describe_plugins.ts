import db from '@adonisjs/lucid/services/db'
import type { Manifest } from '../../agent/protocol/manifest.ts'
import { notFound } from '../saving/find.ts'

interface PluginRow {
  id: number
  identifier: string
  name: string
  description: string
  is_bundled: boolean
  paused_at: Date | null
  version: string | null
  manifest: Manifest | null
}

/** @returns all plugins by name */
export async function describePlugins() {
  const { rows } = await db.rawQuery<{ rows: PluginRow[] }>(`${PLUGINS} ORDER BY p.name, p.id`)
  return rows.map(shown)
}

/**
 * @returns a plugin with its packages, its manifest and who uses it
 * @throws NotFound
 */
export async function describePlugin(id: number) {
  const { rows } = await db.rawQuery<{ rows: PluginRow[] }>(`${PLUGINS} WHERE p.id = :id`, { id })
  if (!rows[0]) throw notFound('plugins', id)
  const versions = await db.rawQuery(VERSIONS, { id })
  const used = await db.rawQuery(USED_BY, { id })
  return {
    ...shown(rows[0]),
    versions: versions.rows.map((row: { version: string }) => ({
      ...row,
      version: Number(row.version),
    })),
    manifest: rows[0].manifest,
    used_by: used.rows[0],
  }
}

function shown({ version, manifest, ...plugin }: PluginRow) {
  return {
    ...plugin,
    version: version === null ? null : Number(version),
    value: { label: manifest?.value_label ?? '', unit: manifest?.value_unit ?? '' },
    metrics: manifest?.metrics ?? [],
    limits: manifest?.limits ?? [],
    arguments: manifest?.arguments ?? [],
  }
}

const PLUGINS = `
  SELECT p.id, p.identifier, p.name, p.description, p.is_bundled, p.paused_at, v.version, v.manifest
  FROM plugins p LEFT JOIN plugin_versions v ON v.id = p.current_version_id`

const VERSIONS = `
  SELECT v.version, v.sha256, octet_length(v.archive) AS bytes, v.signature IS NOT NULL AS is_signed, v.created_at,
    v.id = p.current_version_id AS is_current
  FROM plugin_versions v JOIN plugins p ON p.id = v.plugin_id WHERE v.plugin_id = :id
  ORDER BY v.version DESC, v.id DESC`

const USED_BY = `
  SELECT
    (SELECT coalesce(json_agg(json_build_object('id', c.id, 'name', c.name) ORDER BY c.name), '[]')
      FROM check_plugins cp JOIN checks c ON c.id = cp.check_id WHERE cp.plugin_id = :id) AS checks,
    (SELECT count(DISTINCT host_id)::int FROM assignments WHERE plugin_id = :id) AS host_count,
    (SELECT coalesce(json_agg(json_build_object('id', a.id, 'name', a.name) ORDER BY a.name), '[]')
      FROM alert_restrictions r JOIN alerts a ON a.id = r.alert_id WHERE r.plugin_id = :id) AS alerts`
