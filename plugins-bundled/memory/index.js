import { readFile } from 'node:fs/promises'
import os from 'node:os'
import { parseMeminfo, parseOomKills } from './parse_meminfo.js'

/** Percent of the memory that programs use and that could not be given to another one. */
export class Plugin {
  /**
   * @returns {Promise<{ value: number, message: string, metrics: { name: string, value: number }[] }>}
   * @throws {Error} when the system does not say how much memory there is
   */
  async getData() {
    const { totalBytes, availableBytes } = await memory()
    const available = (100 * availableBytes) / totalBytes
    const metrics = [
      { name: 'total_bytes', value: totalBytes },
      { name: 'available_bytes', value: availableBytes },
      { name: 'available_percent', value: available },
    ]
    const oomKills = await countOomKills()
    if (oomKills !== null) metrics.push({ name: 'oom_kills', value: oomKills })
    return { value: 100 - available, message: message(), metrics }
  }
}

async function memory() {
  if (process.platform === 'linux') return parseMeminfo(await readFile('/proc/meminfo', 'utf8'))
  return { totalBytes: os.totalmem(), availableBytes: os.freemem() }
}

/** Missing on other systems and in some containers: then there is no such metric. */
async function countOomKills() {
  if (process.platform !== 'linux') return null
  return parseOomKills(await readFile('/proc/vmstat', 'utf8').catch(() => ''))
}

function message() {
  if (process.platform === 'linux' || process.platform === 'win32') return ''
  return 'Memory that this system uses as a cache counts as used here.'
}
