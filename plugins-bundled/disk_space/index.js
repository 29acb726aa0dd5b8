import { readFile } from 'node:fs/promises'
import { MountQuestions } from './ask_mount.js'
import { parseMounts } from './parse_mounts.js'
import { usageOf } from './usage.js'

const MOST_INSTANCES = 64
const LONGEST_NAME = 200
const TIMEOUT_MS = 3000

/** @typedef {{ name: string, value: number, instance: string }} Metric */

/** Percent used of the fullest file system, and the figures of each. */
export class Plugin {
  #questions = new MountQuestions()

  /**
   * @returns {Promise<{ value: number | null, message: string, metrics: Metric[] }>}
   * @throws {Error} where the mounted file systems cannot be listed or none can be read
   */
  async getData() {
    if (process.platform !== 'linux') {
      throw new Error('Disk space can be read on Linux only, so far.')
    }
    const mounts = parseMounts(await readFile('/proc/self/mountinfo', 'utf8'))
    const here = mounts.filter((mount) => !mount.network)
    const readings = await Promise.all(here.map((mount) => this.#read(mount)))
    for (const mount of mounts) if (mount.network) readings.push(await this.#read(mount))
    return toResult(readings.filter((reading) => reading !== null))
  }

  /** @param {import('./parse_mounts.js').Mount} mount */
  async #read(mount) {
    const answer = await this.#questions.ask(mount.mountPoint, {
      timeoutMs: TIMEOUT_MS,
      network: mount.network,
    })
    const usage = typeof answer === 'string' ? null : usageOf(answer)
    if (typeof answer !== 'string' && !usage) return null
    return { mount, usage, forbidden: answer === 'forbidden' }
  }
}

/**
 * @typedef {{ mount: import('./parse_mounts.js').Mount, usage: import('./usage.js').Usage | null, forbidden: boolean }} Reading
 * @param {Reading[]} readings
 */
export function toResult(readings) {
  const fullestFirst = readings
    .filter((reading) => !reading.forbidden)
    .sort((a, b) => (b.usage?.usedPercent ?? 101) - (a.usage?.usedPercent ?? 101))
    .slice(0, MOST_INSTANCES)
  if (fullestFirst.length === 0) {
    throw new Error('No file system could be read: there is none, or the agent may not see them.')
  }
  const fullest = fullestFirst.find((reading) => reading.usage)?.usage
  return {
    value: fullest?.usedPercent ?? null,
    message: message(readings),
    metrics: fullestFirst.flatMap(metricsOf),
  }
}

/** @param {Reading} reading @returns {Metric[]} */
function metricsOf({ mount, usage }) {
  const instance = nameOf(mount.mountPoint)
  /** @type {Record<string, number | null>} */
  const figures = {
    used_percent: usage?.usedPercent ?? null,
    available_bytes: usage?.availableBytes ?? null,
    size_bytes: usage?.sizeBytes ?? null,
    inodes_used_percent: usage?.inodesUsedPercent ?? null,
    read_only: Number(mount.readOnly),
    answering: Number(usage !== null),
  }
  return Object.entries(figures).flatMap(([name, value]) =>
    value === null ? [] : [{ name, value, instance }]
  )
}

/**
 * A path as the name of an instance: the end of a long one tells more than its beginning, and a name has no
 * line ends.
 * @param {string} path
 */
function nameOf(path) {
  const plain = path.replace(/\p{C}/gu, '?')
  return plain.length <= LONGEST_NAME ? plain : `…${plain.slice(1 - LONGEST_NAME)}`
}

/** @param {Reading[]} readings */
function message(readings) {
  const silent = readings.filter(({ usage, forbidden }) => !usage && !forbidden)
  const forbidden = readings.filter((reading) => reading.forbidden)
  const sentences = []
  if (silent.length > 0) sentences.push(`No answer from ${names(silent)}.`)
  if (forbidden.length > 0) sentences.push(`The agent may not read ${names(forbidden)}.`)
  return sentences.join(' ')
}

/** @param {Reading[]} readings */
function names(readings) {
  const paths = readings.map(({ mount }) => nameOf(mount.mountPoint)).sort()
  return paths.length <= 5 ? paths.join(', ') : `${paths.slice(0, 5).join(', ')} and others`
}
