import { setTimeout as delay } from 'node:timers/promises'

const FIRST_DELAY_MS = 100

/** Starts something that may fail: at once, then after growing pauses. */
export class Restarts {
  lastError = ''

  /** @returns what `start` gives, or undefined when it failed that many times in a row */
  async attempt<T>(attempts: number, start: () => Promise<T>): Promise<T | undefined> {
    for (let failures = 0; failures < attempts; failures++) {
      if (failures > 0) await delay(FIRST_DELAY_MS * 2 ** (failures - 1))
      try {
        return await start()
      } catch (error) {
        this.lastError = error instanceof Error ? error.message : String(error)
      }
    }
    return undefined
  }
}
