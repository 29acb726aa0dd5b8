import type { Assignment, PlannedCheck } from '../configuration/configuration.ts'
import type { Miss, MissReason } from '../dispatch/outcome.ts'
import type { SlotRange } from './slots.ts'

/** What the scheduler remembers of an assignment between two slots. */
export interface Track {
  assignment: Assignment
  /** The last slot that was handed out or given up. */
  seen: number
  isRunning: boolean
  /** Misses later than the running slot: told with it, so that what is settled never has a hole. */
  held: Miss[]
  /** The check it follows as of the newest plan; null while it is not in the plan. */
  check: PlannedCheck | null
  /** Slots up to here have been before, under a clock that was set back since: see `again`. */
  repeatsUntil: number
}

/** So little beside the grid that nobody minds, and hardly ever the same twice. */
const MOST_SHIFT_MS = 997

/**
 * A slot that was there before the clock was set back is another one the second time, and is stored beside the first.
 * @param seed any number of this moment
 */
export function shiftFor(seed: number): number {
  return 1 + (Math.floor(Math.abs(seed)) % MOST_SHIFT_MS)
}

/** Adds slots to the misses that wait for the end of the run, joined with the ones before them. */
export function hold(track: Track, range: SlotRange, reason: MissReason) {
  const last = track.held.at(-1)
  if (last?.reason !== reason || last.range.to >= range.from) {
    track.held.push({ assignment: track.assignment, range, reason })
    return
  }
  last.range = { from: last.range.from, to: range.to, count: last.range.count + range.count }
}
