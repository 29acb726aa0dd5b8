import { PackageError, type PluginPackage, readPackage } from '../../agent/protocol/package.ts'
import { syntaxErrorOf } from '../monitoring/classify/check_syntax.ts'
import { fieldError } from '../validators/field_error.ts'
import { AdviceRefused, parseAdvice } from './advice.ts'

const MOST_HISTORICAL = 1000

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
  if (manifest.runs_on === 'server')
    throw refused('It runs on the server, and server-side plugins come later.')
  if (/^\d+$/.test(manifest.id))
    throw refused('Its "id" is a number, which is how plugins are counted here. Use a name.')
  if (manifest.default_n_historical > MOST_HISTORICAL)
    throw refused(`manifest.json: "default_n_historical" may be at most ${MOST_HISTORICAL} here.`)
  const problem = syntaxErrorOf(textOf(manifest.default_classifier))
  if (problem) throw refused(`${manifest.default_classifier}: ${problem}`)
  if (manifest.advice) parseAdvice(textOf(manifest.advice))
}

function refused(message: string) {
  return fieldError('package', message)
}
