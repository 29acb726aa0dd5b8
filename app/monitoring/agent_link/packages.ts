import { readPackage } from '../../../agent/protocol/package.ts'
import type { PluginEntry } from '../configuration/configuration.ts'

/** The archive of a plugin, with its signature where it has one. */
export interface Package {
  archive: Buffer
  signature: Buffer | null
}

/** The packages that agents may lack. */
export interface Packages {
  /** @returns the package, or in words why there is none: that is no fault of the agent */
  find(plugin: PluginEntry): Promise<Package | string>
  /** @returns whether there is Python in it, which is all that agents of 2016 run; or why that is not known */
  hasPython(plugin: PluginEntry): Promise<boolean | string>
}

/** @param read reads the archive of a plugin's current version */
export function packagesBy(read: (plugin: PluginEntry) => Promise<Package>): Packages {
  /** By digest: what is in an archive never changes, and all hosts ask the same. */
  const withPython = new Map<string, boolean>()

  async function find(plugin: PluginEntry) {
    try {
      return await read(plugin)
    } catch (error) {
      return `Prophasis cannot read its own copy of the plugin: ${(error as Error).message}.`
    }
  }

  async function hasPython(plugin: PluginEntry) {
    const known = withPython.get(plugin.digest)
    if (known !== undefined) return known
    const found = await find(plugin)
    if (typeof found === 'string') return found
    try {
      const { files } = await readPackage(found.archive)
      const isThere = files.some(({ path }) => path === '__init__.py')
      withPython.set(plugin.digest, isThere)
      return isThere
    } catch (error) {
      return `Prophasis cannot read its own copy of the plugin: ${(error as Error).message}`
    }
  }

  return { find, hasPython }
}
