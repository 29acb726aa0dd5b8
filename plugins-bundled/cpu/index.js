import { readFile } from 'node:fs/promises'
import os from 'node:os'
import { setTimeout } from 'node:timers/promises'
import { parseStat, shares, sumCpus } from './parse_stat.js'

const SHORTEST_SPAN_MS = 1000

/** Percent of the time since the last run in which the processors were busy. */
export class Plugin {
  /** @type {{ times: import('./parse_stat.js').CpuTimes, atMs: number } | undefined} */
  #last

  /**
   * The first run measures for a second; later ones look back to the run before.
   * @returns {Promise<{ value: number, message: string, metrics: { name: string, value: number }[] }>}
   * @throws {Error} when the system does not count the time of its processors
   */
  async getData() {
    const from = this.#last ?? (await snapshot())
    const spanMs = performance.now() - from.atMs
    if (spanMs < SHORTEST_SPAN_MS) await setTimeout(SHORTEST_SPAN_MS - spanMs)
    const to = await snapshot()
    this.#last = to
    const share = shares(from.times, to.times)
    if (!share) throw new Error('The processor time did not move on since the last check.')
    return { value: share.busy, message: '', metrics: metrics(share, to.times.cores) }
  }
}

async function snapshot() {
  const times =
    process.platform === 'linux'
      ? parseStat(await readFile('/proc/stat', 'utf8'))
      : sumCpus(os.cpus())
  return { times, atMs: performance.now() }
}

/** @param {{ iowait: number, steal: number }} share @param {number} cores */
function metrics(share, cores) {
  const common = [{ name: 'cores', value: cores }]
  if (process.platform !== 'linux') return common
  return [
    { name: 'iowait_percent', value: share.iowait },
    { name: 'steal_percent', value: share.steal },
    ...common,
  ]
}
