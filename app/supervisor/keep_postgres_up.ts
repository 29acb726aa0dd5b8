/** One that ended on its own, or was ended, is started again within this time. */
const LOOK_MS = 2_000

/** A PostgreSQL that may have to be started again. */
export interface Restartable {
  isRunning(): boolean
  /** Makes room for a new one. */
  clearAway(): Promise<void>
  launch(): void
}

/**
 * Starts the database again whenever it has ended, one try at a time, until that is ended. A try that fails, on a full
 * disk for one, is told once and made again.
 */
export function keepUp({ isRunning, clearAway, launch }: Restartable) {
  let isEnded = false
  let work: Promise<void> | null = null
  let isDown = false
  let lastTrouble = ''

  async function look() {
    if (isRunning()) {
      isDown = false
      lastTrouble = ''
      return
    }
    if (!isDown) console.error('  The database ended; it is started again.')
    isDown = true
    try {
      await clearAway()
      if (!isEnded) launch()
    } catch (error) {
      const { message } = error as Error
      if (message !== lastTrouble) console.error(`  The database cannot be started: ${message}`)
      lastTrouble = message
    }
  }

  const timer = setInterval(() => {
    work ??= look().finally(() => (work = null))
  }, LOOK_MS).unref()
  return {
    async end() {
      isEnded = true
      clearInterval(timer)
      await work
    },
  }
}
