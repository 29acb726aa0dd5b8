import { readFile } from 'node:fs/promises'
import os from 'node:os'
import { parseLoadavg } from './parse_loadavg.js'

/** Load averages as the system keeps them; the main value is the mean of five minutes. */
export class Plugin {
  /**
   * @returns {Promise<{ value: number, message: string, metrics: { name: string, value: number }[] }>}
   * @throws {Error} on a system that keeps no load averages
   */
  async getData() {
    const [load1, load5, load15] = await loadAverages()
    return {
      value: load5,
      message: '',
      metrics: [
        { name: 'load_1', value: load1 },
        { name: 'load_5', value: load5 },
        { name: 'load_15', value: load15 },
        { name: 'cores', value: os.cpus().length || os.availableParallelism() },
      ],
    }
  }
}

async function loadAverages() {
  if (process.platform === 'win32') throw new Error('Windows keeps no load average.')
  if (process.platform !== 'linux') return os.loadavg()
  return parseLoadavg(await readFile('/proc/loadavg', 'utf8'))
}
