import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { Conflict } from '../exceptions/refusals.ts'
import { changeConfiguration } from '../saving/change_configuration.ts'
import { asPgClient } from '../saving/pg_client.ts'
import { importPackage, renewRule } from './import_package.ts'
import { readUpload } from './read_upload.ts'

interface Upload {
  archive: Buffer
  /** Detached, OpenPGP. */
  signature: Buffer | null
  /** Whether it may take the place of another package of the same version, or of a newer one. */
  mayReplace: boolean
}

interface VersionRow {
  id: number
  plugin_id: number
  version: string
  sha256: string
  is_current: boolean
}

/**
 * Takes in a plugin package that somebody has sent.
 * @returns the id of the plugin, and whether its package is another one now
 * @throws E_VALIDATION_ERROR for a package that cannot be used; Conflict when it would replace another unasked
 */
export async function acceptPackage({ archive, signature, mayReplace }: Upload) {
  const { manifest, digest } = await readUpload(archive)
  return changeConfiguration(async (trx) => {
    const { rows: known } = await trx.rawQuery<{ rows: VersionRow[] }>(VERSIONS, [manifest.id])
    const same = known.find((row) => row.sha256 === digest)
    if (!same?.is_current && !mayReplace) refuseReplacing(known, manifest.version)
    await importPackage(asPgClient(trx), archive, false)
    if (signature) await trx.from('plugin_versions').where('sha256', digest).update({ signature })
    if (same && !same.is_current) await takeAgain(trx, same)
    const { id } = await trx.from('plugins').where('identifier', manifest.id).select('id').first()
    return { id: Number(id), isChanged: !same?.is_current }
  })
}

const VERSIONS = `
  SELECT v.id, v.plugin_id, v.version, v.sha256, v.id = p.current_version_id AS is_current
  FROM plugins p JOIN plugin_versions v ON v.plugin_id = p.id WHERE p.identifier = ?`

function refuseReplacing(known: readonly VersionRow[], version: number) {
  const how = 'Raise the version in manifest.json, or send it again with ?replace=true.'
  if (known.some((row) => Number(row.version) === version))
    throw new Conflict(`There is another package of version ${version} already. ${how}`)
  const current = Number(known.find((row) => row.is_current)?.version ?? 0)
  if (current > version)
    throw new Conflict(`Version ${current} is in use, and this is version ${version}. ${how}`)
}

/** A package that was there before and is wanted back. */
async function takeAgain(trx: TransactionClientContract, { id, plugin_id }: VersionRow) {
  await trx.from('plugins').where('id', plugin_id).update({ current_version_id: id })
  const version = await trx
    .from('plugin_versions')
    .where('id', id)
    .select('default_classifier', 'manifest')
    .firstOrFail()
  const { default_classifier: code, manifest } = version
  await renewRule(asPgClient(trx), plugin_id, code, manifest.default_n_historical)
}
