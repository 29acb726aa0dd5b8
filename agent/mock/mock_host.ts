import { digestOf, PackageError, readPackage } from '../protocol/package.ts'

/** The package of a plugin that a host has been given. */
export interface MockPackage {
  id: string
  version: number
  digest: string
}

/** Reads packages as a real agent does, each once: thousands of hosts are given the same ones. */
export class PackageReader {
  readonly #known = new Map<string, MockPackage>()

  /** Throws a `PackageError` for what a real agent would refuse, too. */
  async read(archive: Buffer, expectedId?: string): Promise<MockPackage> {
    const digest = digestOf(archive)
    const found = this.#known.get(digest) ?? (await this.#parse(archive, digest))
    if (expectedId === undefined || found.id === expectedId) return found
    throw new PackageError(`The package is "${found.id}", but "${expectedId}" was announced.`)
  }

  async #parse(archive: Buffer, digest: string): Promise<MockPackage> {
    const { id, version } = (await readPackage(archive)).manifest
    const plugin = { id, version, digest }
    this.#known.set(digest, plugin)
    return plugin
  }
}

/** What one of the mock agents remembers. */
export class MockHost {
  readonly name: string
  readonly plugins = new Map<string, MockPackage>()
  #busy = false

  constructor(name: string) {
    this.name = name
  }

  /** Does `work` while no other plugin may run on this host; false at once when one does. */
  async alone(work: () => Promise<void>): Promise<boolean> {
    if (this.#busy) return false
    this.#busy = true
    await work().finally(() => (this.#busy = false))
    return true
  }
}
