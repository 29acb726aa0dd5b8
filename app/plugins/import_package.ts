import type { PoolClient } from 'pg'
import { readPackage, type PluginPackage } from '../../agent/protocol/package.ts'
import { parseAdvice } from './advice.ts'

/**
 * Takes a plugin package into the system, or a newer version of one. A rule the user has edited stays as it is.
 * @param archive the `.tar.gz` as uploaded
 * @param isBundled whether it came with the program
 * @returns its identifier, and whether anything changed
 * @throws PackageError, AdviceRefused with a sentence that says what is wrong with the package
 */
export async function importPackage(client: PoolClient, archive: Buffer, isBundled: boolean) {
  const read = await readPackage(archive)
  const { manifest, digest } = read
  const pluginId = await upsertPlugin(client, read, isBundled)
  const { rows } = await client.query<{ id: number }>(
    `INSERT INTO plugin_versions (plugin_id, version, sha256, archive, manifest, default_classifier, advice)
     VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (plugin_id, sha256) DO NOTHING RETURNING id`,
    [
      pluginId,
      manifest.version,
      digest,
      archive,
      JSON.stringify(manifest),
      textOf(read, manifest.default_classifier),
      JSON.stringify(manifest.advice ? parseAdvice(textOf(read, manifest.advice)) : {}),
    ]
  )
  if (!rows[0]) return { identifier: manifest.id, isNew: false }
  await client.query('UPDATE plugins SET current_version_id = $2 WHERE id = $1', [
    pluginId,
    rows[0].id,
  ])
  await renewRule(
    client,
    pluginId,
    textOf(read, manifest.default_classifier),
    manifest.default_n_historical
  )
  return { identifier: manifest.id, isNew: true }
}

async function upsertPlugin(
  client: PoolClient,
  { manifest }: PluginPackage,
  isBundled: boolean
): Promise<number> {
  const { id, name, description } = manifest
  const known = await client.query<{ id: number; name: string; description: string }>(
    'SELECT id, name, description FROM plugins WHERE identifier = $1 FOR UPDATE',
    [id]
  )
  const old = known.rows[0]
  if (!old) {
    const { rows } = await client.query<{ id: number }>(
      'INSERT INTO plugins (identifier, name, description, is_bundled) VALUES ($1, $2, $3, $4) RETURNING id',
      [id, name, description, isBundled]
    )
    return rows[0].id
  }
  if (old.name !== name || old.description !== description) {
    await client.query(
      'UPDATE plugins SET name = $2, description = $3, updated_at = now() WHERE id = $1',
      [old.id, name, description]
    )
  }
  return old.id
}

/** Gives a plugin the default rule of its package, unless somebody has edited the rule. */
export async function renewRule(
  client: PoolClient,
  pluginId: number,
  code: string,
  historySize: number
) {
  await client.query(
    `INSERT INTO classifiers (plugin_id, code, n_historical) VALUES ($1, $2, $3)
     ON CONFLICT (plugin_id, check_id) DO UPDATE
     SET code = excluded.code, n_historical = excluded.n_historical, updated_at = now()
     WHERE NOT classifiers.is_edited`,
    [pluginId, code, historySize]
  )
}

function textOf({ files }: PluginPackage, path: string): string {
  const file = files.find((each) => each.path === path)
  if (file) return file.content.toString('utf8')
  throw new Error(`The package names the file ${path} in its manifest, but does not hold it.`)
}
