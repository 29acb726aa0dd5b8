import os from 'node:os'

/** Shows that the machine answers: the value is always 1, what counts is that it arrived. */
export class Plugin {
  /** @returns {Promise<{ value: number, message: string, metrics: { name: string, value: number }[] }>} */
  async getData() {
    return {
      value: 1,
      message: '',
      metrics: [{ name: 'uptime_seconds', value: Math.floor(os.uptime()) }],
    }
  }
}
