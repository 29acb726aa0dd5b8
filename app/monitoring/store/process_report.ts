import type { Pool } from 'pg'
import { isAboutFullDisk } from '#supervisor/disk_space'
import type { Clock } from '../clock.ts'

const EVERY_MS = 5000
/** Trouble is told for this long after it was last seen. */
const TROUBLE_LASTS_MS = 8_000

/** The long-lived parts. */
export type ReportingProcess = 'scheduler' | 'notifier' | 'housekeeper'

/**
 * Says every few seconds that a long-lived part works, or why not; `/api/v1/health` and the pages read it.
 * The times are the database's: that of this machine may be wrong.
 */
export function reportRegularly(pool: Pool, clock: Clock, name: ReportingProcess) {
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
    /** @param what was tried in vain, for a sentence: "Results could not be stored" */
    trouble(what: string, error: unknown) {
      trouble = `${what}: ${reasonOf(error)}.`
      troubleUntil = clock.monotonic() + TROUBLE_LASTS_MS
      void tell()
    },
    async stop() {
      cancel()
      await pool.query('DELETE FROM process_reports WHERE name = $1', [name]).catch(() => undefined)
    },
  }
}

/** Everybody may read this: no addresses, no paths. @returns words that end a sentence */
export function reasonOf(error: unknown): string {
  if (isAboutFullDisk(error)) return 'the disk is full; make room, then it goes on by itself'
  const { code, message } = error as NodeJS.ErrnoException
  const isOfConnection = /^(E[A-Z]+|08...|57P0.)$/.test(code ?? '') || /connection/i.test(message)
  return isOfConnection ? 'the database does not answer' : 'see the log of the server'
}
