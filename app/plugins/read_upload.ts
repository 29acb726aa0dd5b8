import type { Manifest } from '../../agent/protocol/manifest.ts'
import { PackageError, type PluginPackage, readPackage } from '../../agent/protocol/package.ts'
import { unkeepableIn } from '../api/refuse_unkeepable.ts'
import { syntaxErrorOf } from '../monitoring/classify/check_syntax.ts'
import { isDeeperThan } from '../validators/depth.ts'
import { fieldError } from '../validators/field_error.ts'
import { isPlainLine, LONGEST_NAME, PLAIN_LINE } from '../validators/plain_line.ts'
import { AdviceRefused, parseAdvice } from './advice.ts'

const MOST_HISTORICAL = 1000
/** Of `needs` and `detect`, whose form is free. */
const MOST_LEVELS = 20

/**
 * Looks a package through before anything of it is stored.
 * @throws E_VALIDATION_ERROR for `package`, with what is wrong with it
 */
export async function readUpload(archive: Buffer): Promise<PluginPackage> {
  try {
    const read = await readPackage(archive)
    refuseUnfit(read)
    return read
  } catch (error) {
    if (!(error instanceof PackageError) && !(error instanceof AdviceRefused)) throw error
    throw refused(error.message)
  }
}

function refuseUnfit({ manifest, files }: PluginPackage) {
  const textOf = (path: string) =>
    files.find((file) => file.path === path)?.content.toString('utf8') ?? ''
  const { default_classifier: rule, advice } = manifest
  refuseUnfitManifest(manifest)
  refuseBroken('manifest.json', manifest)
  refuseBroken(rule, textOf(rule))
  const problem = syntaxErrorOf(textOf(rule))
  if (problem) throw refused(`${rule}: ${problem}`)
  if (!advice) return
  refuseBroken(advice, textOf(advice))
  parseAdvice(textOf(advice))
}

function refuseUnfitManifest(manifest: Manifest) {
  const { id, name, runs_on, default_n_historical } = manifest
  if (isDeeperThan(MOST_LEVELS, manifest))
    throw refused(`manifest.json: lists and objects may be at most ${MOST_LEVELS} levels deep.`)
  if (runs_on === 'server')
    throw refused('It runs on the server, and server-side plugins come later.')
  if (/^\d+$/.test(id))
    throw refused('Its "id" is a number, which is how plugins are counted here. Use a name.')
  if (name.length > LONGEST_NAME)
    throw refused(`manifest.json: "name" may have at most ${LONGEST_NAME} characters.`)
  if (!isPlainLine(name)) throw refused(`manifest.json: "name": ${PLAIN_LINE}`)
  if (default_n_historical > MOST_HISTORICAL)
    throw refused(`manifest.json: "default_n_historical" may be at most ${MOST_HISTORICAL} here.`)
}

function refuseBroken(path: string, content: unknown) {
  const trouble = unkeepableIn(content, path)
  if (trouble) throw refused(`${path}: ${trouble.message}`)
}

function refused(message: string) {
  return fieldError('package', message)
}
