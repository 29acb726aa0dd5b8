import { createHash } from 'node:crypto'
import {
  archiveEntries,
  PACKAGE_LIMITS,
  type ArchiveEntry,
  type PackageLimits,
} from './archive_entries.ts'
import type { Manifest } from './manifest.ts'
import { PackageError } from './package_error.ts'
import { parseManifest } from './parse_manifest.ts'
import { refusePaths } from './refuse_paths.ts'
import { writeFolder } from './write_folder.ts'

export { PackageError } from './package_error.ts'

/** One file of a package; `path` is relative to its top folder, with `/`. */
export interface PackageFile {
  path: string
  content: Buffer
  executable: boolean
}

export interface PluginPackage {
  manifest: Manifest
  /** SHA-256 of the archive, lower-case hex. */
  digest: string
  files: PackageFile[]
}

/** The file that makes a package one of its runtime. */
const ENTRY_FILES = { node: 'index.js', python: '__init__.py', exec: 'run' } as const

/**
 * What is in a plugin package (.tar.gz with one top folder), all of it checked, nothing written.
 * Throws a `PackageError` with a sentence that names the path or the key.
 */
export async function readPackage(
  archive: Buffer,
  limits: Partial<PackageLimits> = {}
): Promise<PluginPackage> {
  const entries = await archiveEntries(archive, { ...PACKAGE_LIMITS, ...limits })
  refusePaths(entries)
  const files = entries.filter((entry) => entry.kind === 'file').map(withoutTopFolder)
  const manifest = parseManifest(withRuntime(manifestJson(files), files))
  for (const path of filesNamedBy(manifest)) refuseWithout(files, path)
  return { manifest, digest: digestOf(archive), files }
}

/**
 * Reads a package and writes its files into the folder `intoFolder`, whole or not at all: they are written
 * to a fresh folder beside it, synced, then renamed. A folder already there is replaced.
 */
export async function unpackPackage(archive: Buffer, intoFolder: string): Promise<PluginPackage> {
  const plugin = await readPackage(archive)
  await writeFolder(intoFolder, plugin.files)
  return plugin
}

/** SHA-256 of `archive`, lower-case hex: what core and agent call a package's digest. */
export function digestOf(archive: Buffer): string {
  return createHash('sha256').update(archive).digest('hex')
}

/** What a manifest without `runtime` means is decided by its files; 2016 packages are Python. */
export function withRuntime(json: unknown, files: { path: string }[]): unknown {
  if (typeof json !== 'object' || json === null || 'runtime' in json) return json
  const has = (path: string) => files.some((file) => file.path === path)
  return has('index.js') || !has('__init__.py') ? json : { ...json, runtime: 'python' }
}

function withoutTopFolder({ path, content, executable }: ArchiveEntry): PackageFile {
  return { path: path.slice(path.indexOf('/') + 1), content, executable }
}

function manifestJson(files: PackageFile[]): unknown {
  const file = files.find(({ path }) => path === 'manifest.json')
  if (!file) throw new PackageError('The package has no manifest.json in its top folder.')
  try {
    return JSON.parse(file.content.toString('utf8'))
  } catch (error) {
    throw new PackageError(`manifest.json is not valid JSON: ${(error as Error).message}`)
  }
}

function filesNamedBy(manifest: Manifest): string[] {
  const { default_classifier: classifier, view_source: view, advice, runtime } = manifest
  return [classifier, view, advice, ENTRY_FILES[runtime]].filter((path) => path !== undefined)
}

function refuseWithout(files: PackageFile[], path: string) {
  if (files.some((file) => file.path === path)) return
  throw new PackageError(`The package has no file "${path}", which its manifest calls for.`)
}
