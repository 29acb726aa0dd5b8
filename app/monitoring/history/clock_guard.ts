import type { Clock } from '../clock.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** A machine may be switched off for a holiday; a clock that is off by more is not believed because it goes on. */
const BELIEVABLE_MS = 60 * DAY_MS

/** What is known of the clock, kept over restarts. Times in milliseconds since 1970. */
export interface ClockKnowledge {
  /** When it was last looked at. */
  seenAt: number
  /** A jump that nobody has confirmed yet: how far, and when it was seen. */
  doubt: { jumpedMs: number; seenAt: number } | null
}

/**
 * Looks whether the clock can be believed: history that is dropped because of a wrong date is gone for good.
 * A jump of more than an hour is doubted, also one while the machine was off. The doubt ends when the system says that its
 * time is synchronised, when somebody confirms it, or, for one that may be a machine that was off, after a day.
 * @param isSynchronised what the system says
 */
export function createClockGuard(clock: Clock, known: ClockKnowledge | null) {
  let steadyAt = clock.monotonic()
  let knowledge = known ?? { seenAt: clock.now(), doubt: null }

  return {
    /** @returns what is known now; `doubt` is null when the clock can be believed */
    look(isSynchronised: boolean): ClockKnowledge {
      const [now, steady] = [clock.now(), clock.monotonic()]
      const jumpedMs = now - knowledge.seenAt - (steady - steadyAt)
      steadyAt = steady
      const isJump = Math.abs(jumpedMs) > HOUR_MS
      const doubt = isJump ? { jumpedMs, seenAt: now } : knowledge.doubt
      knowledge = { seenAt: now, doubt: isSynchronised || isOver(doubt, now) ? null : doubt }
      return knowledge
    },
  }
}

function isOver(doubt: ClockKnowledge['doubt'], now: number): boolean {
  if (doubt === null) return true
  return Math.abs(doubt.jumpedMs) < BELIEVABLE_MS && now - doubt.seenAt > DAY_MS
}
