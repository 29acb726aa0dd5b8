import type { Pool } from 'pg'
import type { PluginEntry } from '../configuration/configuration.ts'
import type { Package } from './packages.ts'

/** @returns the archive of the current version of a plugin, as it was imported */
export async function packageFrom(pool: Pool, plugin: PluginEntry): Promise<Package> {
  const { rows } = await pool.query<Package>(
    'SELECT archive, signature FROM plugin_versions WHERE id = $1',
    [plugin.versionId]
  )
  if (rows[0]) return rows[0]
  throw new Error(
    `version ${plugin.version} of the plugin ${plugin.identifier} is no longer stored`
  )
}
