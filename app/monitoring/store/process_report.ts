import type { Pool } from 'pg'
import type { Clock } from '../clock.ts'

const EVERY_MS = 5000
/** Trouble is told for this long after it was last seen. */
const TROUBLE_LASTS_MS = 15_000

/**
 * Says every few seconds that a long-lived part works, or why not; `/api/v1/health` and the pages read it.
 * The times are the database's: that of this machine may be wrong.
 */
export function reportRegularly(pool: Pool, clock: Clock, name: 'scheduler' | 'notifier') {
  let trouble: string | null = null
  let troubleUntil = 0
  let cancel = () => {}

  async function tell() {
    const current = clock.monotonic() < troubleUntil ? trouble : null
    await pool
      .query(
        `INSERT INTO process_reports (name, reported_at, trouble) VALUES ($1, now(), $2)
         ON CONFLICT (name) DO UPDATE SET reported_at = now(), trouble = excluded.trouble`,
        [name, current]
      )
      .catch(() => undefined)
  }

  function again() {
    void tell()
    cancel = clock.after(EVERY_MS, again)
  }
  again()

  return {
    trouble(sentence: string) {
      trouble = sentence
      troubleUntil = clock.monotonic() + TROUBLE_LASTS_MS
      void tell()
    },
    async stop() {
      cancel()
      await pool.query('DELETE FROM process_reports WHERE name = $1', [name]).catch(() => undefined)
    },
  }
}
