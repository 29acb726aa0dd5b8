import type { Assignment, PlannedCheck } from '../configuration/configuration.ts'
import { gridOf, lastUpTo, latenessAllowed } from './slots.ts'
import type { Track } from './track.ts'

const KEEP_LEFT_MS = 86_400_000

/** The tracks of all assignments that are planned, or were a while ago. */
export class Tracks {
  readonly #byKey = new Map<string, Track>()

  get(key: string): Track | undefined {
    return this.#byKey.get(key)
  }

  values() {
    return this.#byKey.values()
  }

  /** Takes all out of the plan; what is still in it follows again. */
  leaveAll() {
    for (const track of this.#byKey.values()) track.check = null
  }

  /**
   * Puts an assignment into the plan. What is new, or has another schedule, starts with the current slot if that is not
   * too late: nothing was due before.
   * @param isAsBefore whether the schedule of the check is what it was
   * @param settled the last settled slot, where one is known from before this core began
   */
  follow(
    assignment: Assignment,
    check: PlannedCheck,
    now: number,
    isAsBefore: boolean,
    settled: number | undefined
  ): Track {
    const known = this.#byKey.get(assignment.key)
    const track = known ?? newTrack(assignment)
    track.assignment = assignment
    track.check = check
    if (known && isAsBefore) return track
    this.#byKey.set(assignment.key, track)
    const grid = gridOf(check.intervals, now)
    const current = lastUpTo(grid, now) ?? now
    const isTooLate = now - current > latenessAllowed(grid, current)
    track.seen = settled ?? Math.max(track.seen, isTooLate ? now : current - 1)
    return track
  }

  /** What has left the plan is kept for a while: it may still run, and may come back within the same slot. */
  forgetLeft(now: number) {
    for (const [key, { check, isRunning, seen }] of this.#byKey)
      if (check === null && !isRunning && seen < now - KEEP_LEFT_MS) this.#byKey.delete(key)
  }
}

function newTrack(assignment: Assignment): Track {
  return {
    ...{ assignment, check: null, seen: -Infinity, repeatsUntil: -Infinity },
    ...{ isRunning: false, held: [] },
  }
}
