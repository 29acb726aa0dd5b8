import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Manifest } from '../../protocol/manifest.ts'
import {
  digestOf,
  PackageError,
  readPackage,
  withRuntime,
  type PackageFile,
} from '../../protocol/package.ts'
import { parseManifest } from '../../protocol/parse_manifest.ts'
import { isPluginId } from '../../protocol/plugin_id.ts'
import { replaceFile, UNFINISHED_PREFIX, writeFolder } from '../../protocol/write_folder.ts'
import { log } from '../log.ts'
import { StorageError } from './storage_error.ts'

const POINTER_NAME = 'current.json'
const DIGEST = /^[0-9a-f]{64}$/

export interface InstalledPlugin {
  manifest: Manifest
  /** SHA-256 of its package. */
  digest: string
  /** Where its files are. */
  folder: string
}

/**
 * The plugins of this agent: `plugins/ID/DIGEST/` holds the files, `plugins/ID/current.json` names the digest
 * in force. That file is replaced last and at once, so a kill at any point leaves the old plugin or the new one.
 */
export class InstalledPlugins {
  readonly #root: string
  readonly #plugins = new Map<string, InstalledPlugin>()
  #installing: Promise<unknown> = Promise.resolve()

  private constructor(root: string) {
    this.#root = root
  }

  /** Reads what is installed below `dataFolder` and removes what a killed install left. */
  static async open(dataFolder: string): Promise<InstalledPlugins> {
    await mkdir(join(dataFolder, 'plugins'), { recursive: true, mode: 0o750 })
    // Node takes a plugin's index.js as an ES module by the nearest package.json above it.
    await replaceFile(join(dataFolder, 'package.json'), '{"type":"module"}\n')
    const installed = await InstalledPlugins.#read(dataFolder)
    await installed.removeReplaced()
    return installed
  }

  /** What is installed below `dataFolder`, without touching anything: an agent may be running there. */
  static async listIn(dataFolder: string) {
    return (await InstalledPlugins.#read(dataFolder)).list()
  }

  /** One of them. */
  static async findIn(dataFolder: string, id: string): Promise<InstalledPlugin | undefined> {
    return (await InstalledPlugins.#read(dataFolder)).find(id)
  }

  find(id: string): InstalledPlugin | undefined {
    return this.#plugins.get(id)
  }

  list(): { id: string; version: number; digest: string }[] {
    return [...this.#plugins.values()].map(({ manifest: { id, version }, digest }) => {
      return { id, version, digest }
    })
  }

  /**
   * Installs `archive`, in place of any other version. `expectedId`, when given, must be the id in its manifest.
   * Throws a `PackageError`; then what was installed before still is.
   */
  install(archive: Buffer, expectedId?: string): Promise<InstalledPlugin> {
    const done = this.#installing.then(() => this.#install(archive, expectedId))
    this.#installing = done.catch(() => undefined)
    return done
  }

  /** Removes the files of replaced versions. Only while no plugin runs: one may still load them. */
  removeReplaced(): Promise<unknown> {
    // In line with the installs: the folder of one that is under way is not yet the one in force.
    this.#installing = this.#installing.then(async () => {
      for (const [id, { digest }] of this.#plugins) await this.#sweep(id, digest)
    })
    return this.#installing
  }

  static async #read(dataFolder: string): Promise<InstalledPlugins> {
    const installed = new InstalledPlugins(join(dataFolder, 'plugins'))
    const names = await readdir(installed.#root).catch(() => [])
    for (const id of names.filter(isPluginId)) await installed.#load(id)
    return installed
  }

  async #install(archive: Buffer, expectedId?: string): Promise<InstalledPlugin> {
    const digest = digestOf(archive)
    const { manifest, files } = await readPackage(archive)
    if (expectedId !== undefined && manifest.id !== expectedId) {
      throw new PackageError(`The package is "${manifest.id}", but "${expectedId}" was announced.`)
    }
    const current = this.#plugins.get(manifest.id)
    if (current?.digest === digest) return current
    const folder = join(this.#root, manifest.id, digest)
    const plugin = { manifest, digest, folder }
    try {
      await this.#store(plugin, files)
    } catch (error) {
      throw new StorageError(error as NodeJS.ErrnoException)
    }
    this.#plugins.set(manifest.id, plugin)
    return plugin
  }

  async #store({ manifest, digest, folder }: InstalledPlugin, files: PackageFile[]) {
    await writeFolder(folder, files)
    const pointer = JSON.stringify({ digest, version: manifest.version })
    await replaceFile(join(this.#root, manifest.id, POINTER_NAME), `${pointer}\n`)
  }

  async #load(id: string) {
    try {
      const pointer = await readFile(join(this.#root, id, POINTER_NAME), 'utf8')
      const { digest } = JSON.parse(pointer) as { digest: unknown }
      if (typeof digest !== 'string' || !DIGEST.test(digest)) throw new Error('no digest')
      const folder = join(this.#root, id, digest)
      this.#plugins.set(id, { manifest: await manifestIn(folder, id), digest, folder })
    } catch (error) {
      log(`plugin ${id} is not usable and will be asked for again: ${(error as Error).message}`)
    }
  }

  async #sweep(id: string, digest: string) {
    const names = await readdir(join(this.#root, id)).catch(() => [])
    const leftovers = names.filter((name) => {
      return name.startsWith(UNFINISHED_PREFIX) || (DIGEST.test(name) && name !== digest)
    })
    for (const name of leftovers) {
      await rm(join(this.#root, id, name), { recursive: true, force: true })
    }
  }
}

async function manifestIn(folder: string, id: string): Promise<Manifest> {
  const json: unknown = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'))
  const names = await readdir(folder)
  const manifest = parseManifest(
    withRuntime(
      json,
      names.map((path) => ({ path }))
    )
  )
  if (manifest.id !== id) throw new Error(`its manifest says "${manifest.id}"`)
  return manifest
}
