import type { Pool } from 'pg'
import type { Clock } from '../clock.ts'
import { listen } from '../store/listen.ts'
import type { Configuration } from './configuration.ts'

const LOOK_ANYWAY_MS = 30_000

export interface ConfigurationWatch {
  current(): Configuration
  /** Hands on the configuration there is, and each newer one. */
  follow(onChange: (configuration: Configuration) => void): void
  stop(): Promise<void>
}

/**
 * Keeps the configuration in memory as new as the database's. A notification carries only the revision; it is
 * compared again after a lost connection and every 30 s, so a missed notification costs no more than that.
 * @param load reads the whole configuration
 */
export async function watchConfiguration(
  pool: Pool,
  clock: Clock,
  load: () => Promise<Configuration>,
  onTrouble: (error: unknown) => void
): Promise<ConfigurationWatch> {
  let current = await load()
  let onChange = (_: Configuration) => {}
  let isLooking = false
  let lookAgain = false

  async function look() {
    lookAgain = true
    if (isLooking) return
    isLooking = true
    try {
      while (lookAgain) {
        lookAgain = false
        const { rows } = await pool.query('SELECT revision FROM configuration_revision')
        if (Number(rows[0].revision) === current.revision) continue
        current = await load()
        onChange(current)
      }
    } catch (error) {
      onTrouble(error)
    } finally {
      isLooking = false
    }
  }

  const stopListening = listen(pool, clock, 'configuration', () => void look())
  let cancel = () => {}
  const lookAnyway = () => {
    void look()
    cancel = clock.after(LOOK_ANYWAY_MS, lookAnyway)
  }
  cancel = clock.after(LOOK_ANYWAY_MS, lookAnyway)
  return {
    current: () => current,
    follow(listener) {
      onChange = listener
      onChange(current)
    },
    async stop() {
      cancel()
      await stopListening()
    },
  }
}
