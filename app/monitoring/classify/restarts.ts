import { setTimeout as delay } from 'node:timers/promises'

const MAX_ATTEMPTS = 5
const FIRST_DELAY_MS = 200

/** Starts something that may fail: at once, then after growing pauses, and gives up after five attempts. */
export class Restarts {
  lastError = ''

  /** @returns what `start` gives, or undefined when it failed five times in a row */
  async attempt<T>(start: () => Promise<T>): Promise<T | undefined> {
    for (let failures = 0; failures < MAX_ATTEMPTS; failures++) {
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
