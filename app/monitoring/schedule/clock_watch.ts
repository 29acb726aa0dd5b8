import type { Clock } from '../clock.ts'

/** Clocks are slewed all the time; what is smaller than this is none of our business. */
const LEAST_JUMP_MS = 1000

/** Sees when somebody has set the clock: it then moves otherwise than the one that only ever goes forward. */
export function watchClock(clock: Clock) {
  let wall = clock.now()
  let steady = clock.monotonic()

  return {
    /**
     * @returns `jumpedMs`: by how much it was set forward (or, negative, back) since the last look, 0 when it was not;
     *   `passedMs`: how long ago that look was
     */
    look(): { jumpedMs: number; passedMs: number } {
      const before = { wall, steady }
      wall = clock.now()
      steady = clock.monotonic()
      const passedMs = steady - before.steady
      const jumpedMs = wall - before.wall - passedMs
      return { jumpedMs: Math.abs(jumpedMs) < LEAST_JUMP_MS ? 0 : jumpedMs, passedMs }
    },
  }
}
