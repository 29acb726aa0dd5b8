import { MISS_REASONS, type Due, type Miss, type MissReason } from '../dispatch/outcome.ts'
import type { Interval } from './grid.ts'
import { lastUpTo, latenessAllowed, rangeOf, type SlotRange } from './slots.ts'
import { hold, type Track } from './track.ts'

/** What is handed out at one moment. */
export interface HandedOut {
  due: Due[]
  misses: Miss[]
}

interface Circumstances {
  /** What is added to slots that were there before the clock was set back. */
  shiftMs: number
  /** Why nothing was done since the last slot that was seen. */
  reasonFor(seen: number): MissReason
}

/**
 * Hands out of each of these assignments the slots that have come: the last one to be run if that is not too late, the
 * others as one miss; all of them later, as a miss, while it still runs.
 */
export function handOut(
  tracks: readonly Track[],
  grid: readonly Interval[],
  now: number,
  circumstances: Circumstances,
  out: HandedOut
) {
  const to = lastUpTo(grid, now)
  if (to === null) return
  const maximumLatenessMs = latenessAllowed(grid, to)
  const isLate = now - to > maximumLatenessMs
  for (const track of tracks) {
    const range = track.seen < to ? rangeOf(grid, track.seen, to) : null
    if (range === null) continue
    const { assignment } = track
    const shifted = (each: SlotRange) => shift(each, track, circumstances)
    if (track.isRunning) hold(track, shifted(range), MISS_REASONS.running)
    else {
      const missed = isLate ? range : rangeOf(grid, track.seen, to - 1)
      const reason = circumstances.reasonFor(track.seen)
      if (missed !== null) out.misses.push({ assignment, range: shifted(missed), reason })
      track.isRunning = !isLate
      if (!isLate) out.due.push({ assignment, slot: shifted(range).to, maximumLatenessMs })
    }
    track.seen = to
  }
}

function shift(range: SlotRange, { repeatsUntil }: Track, { shiftMs }: Circumstances): SlotRange {
  if (range.to > repeatsUntil) return range
  return { ...range, from: range.from + shiftMs, to: range.to + shiftMs }
}
