import { readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'

const FILE = 'updates_first_seen.json'

/**
 * Remembers since when things have been waiting, in memory and, where the agent gives a folder, in a file:
 * no system says itself how long an update has been on offer.
 */
export class FirstSeen {
  /** @type {Map<string, number> | undefined} seconds since 1970 by name */
  #since

  /**
   * @param {string[]} names what is waiting now; all else is forgotten
   * @param {{ nowSeconds: number, dataFolder?: string }} options
   * @returns {Promise<Map<string, number>>} when each was first seen
   */
  async update(names, { nowSeconds, dataFolder }) {
    const known = this.#since ?? (await load(dataFolder))
    // A clock that was ahead must not make an update look new for ever, nor older than it is.
    const since = new Map(
      names.map((name) => [name, Math.min(known.get(name) ?? nowSeconds, nowSeconds)])
    )
    this.#since = since
    // A folder that cannot be written costs only what a restart of the agent forgets.
    if (dataFolder && !isSame(known, since)) await save(dataFolder, since).catch(() => {})
    return since
  }
}

/** @param {string | undefined} dataFolder @returns {Promise<Map<string, number>>} */
async function load(dataFolder) {
  if (!dataFolder) return new Map()
  const text = await readFile(path.join(dataFolder, FILE), 'utf8').catch(() => '{}')
  try {
    return new Map(Object.entries(JSON.parse(text)).filter(([, since]) => Number.isFinite(since)))
  } catch {
    // A damaged file only means that waiting is counted from now on.
    return new Map()
  }
}

/** In one step, so that a power cut leaves the old file or the new one. @param {string} dataFolder @param {Map<string, number>} since */
async function save(dataFolder, since) {
  const file = path.join(dataFolder, FILE)
  await writeFile(`${file}.new`, JSON.stringify(Object.fromEntries(since)))
  await rename(`${file}.new`, file)
}

/** @param {Map<string, number>} a @param {Map<string, number>} b */
function isSame(a, b) {
  return a.size === b.size && [...a].every(([name, since]) => b.get(name) === since)
}
