import type { Pool } from 'pg'
import type { Clock } from '../clock.ts'
import type { SystemLog } from '../logs/system_log.ts'
import { type ClockKnowledge, createClockGuard } from './clock_guard.ts'

/** Watches the clock, and remembers over restarts what is known of it. */
export function keepClock(
  pool: Pool,
  clock: Clock,
  log: SystemLog,
  isSynchronised: () => Promise<boolean>
) {
  let guard: ReturnType<typeof createClockGuard> | null = null
  let isDoubted = true
  let isFirstLook = true

  return {
    /** To be called every minute. */
    async look() {
      const stored = await read(pool)
      guard ??= createClockGuard(clock, stored)
      // Somebody has taken the doubt away.
      const isConfirmed = isDoubted && !isFirstLook && stored?.doubt === null
      const knowledge = guard.look(isConfirmed || (await isSynchronised()))
      await write(pool, knowledge)
      const wasDoubted = isFirstLook ? (stored?.doubt ?? null) !== null : isDoubted
      isDoubted = knowledge.doubt !== null
      isFirstLook = false
      if (isDoubted && !wasDoubted)
        log.write({ category: 'appliance', level: 'warning', message: DOUBT })
    },
    /** @returns whether the time can be gone by where a mistake could not be undone */
    isBelieved: () => !isDoubted,
  }
}

const DOUBT =
  'The clock was set by more than an hour. Until the time is known to be right, no history is gathered or dropped. Check the date, or confirm it with "node ace clock:confirm".'

interface Row {
  seen_at: Date
  jumped_ms: number | null
  doubted_at: Date | null
}

async function read(pool: Pool): Promise<ClockKnowledge | null> {
  const { rows } = await pool.query<Row>('SELECT * FROM clock_knowledge')
  if (!rows[0]) return null
  const { seen_at: seenAt, jumped_ms: jumpedMs, doubted_at: doubtedAt } = rows[0]
  const isDoubted = jumpedMs !== null && doubtedAt !== null
  return {
    seenAt: seenAt.getTime(),
    doubt: isDoubted ? { jumpedMs, seenAt: doubtedAt.getTime() } : null,
  }
}

async function write(pool: Pool, { seenAt, doubt }: ClockKnowledge) {
  await pool.query(
    `INSERT INTO clock_knowledge (seen_at, jumped_ms, doubted_at) VALUES ($1, $2, $3)
     ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at, jumped_ms = excluded.jumped_ms,
       doubted_at = excluded.doubted_at`,
    [new Date(seenAt), doubt?.jumpedMs ?? null, doubt ? new Date(doubt.seenAt) : null]
  )
}
