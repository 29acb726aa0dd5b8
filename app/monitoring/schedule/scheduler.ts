import type { Clock } from '../clock.ts'
import type { Assignment, Configuration, PlannedCheck } from '../configuration/configuration.ts'
import { MISS_REASONS, type Due, type Miss, type MissReason } from '../dispatch/outcome.ts'
import { watchClock } from './clock_watch.ts'
import { handOut } from './hand_out.ts'
import { firstAfter, gridOf } from './slots.ts'
import { shiftFor, type Track } from './track.ts'
import { Tracks } from './tracks.ts'

/** The clock may be set while nothing is due for hours: nobody is to wait for long then. */
const LOOK_AGAIN_MS = 5000

export interface Scheduler {
  /** Takes over a newer configuration; what runs goes on. */
  plan(configuration: Configuration): void
  /** The running slot has ended. @returns the misses that can be told now */
  ended(assignment: Assignment): Miss[]
  /** Runs these assignments now, unless they already run. */
  runNow(assignments: Iterable<Assignment>): void
  stop(): void
}

/**
 * Hands out every slot once, at its time: to be run, or as a miss. The next moment is found by arithmetic, never by
 * walking there, so neither a pause nor a jump of the clock can hold it up.
 * @param settledSlots the last settled slot per assignment, as stored; what lies between it and now was missed
 */
export function createScheduler(
  clock: Clock,
  settledSlots: ReadonlyMap<string, number>,
  onDue: (due: Due[]) => void,
  onMiss: (misses: Miss[]) => void
): Scheduler {
  const tracks = new Tracks()
  const watch = watchClock(clock)
  let checks: { check: PlannedCheck; grid: string; tracks: Track[]; next: number }[] = []
  let isFirstPlan = true
  let shiftMs = shiftFor(clock.now())
  let setForwardAt = -Infinity
  let cancel = () => {}

  function plan(configuration: Configuration) {
    // What is due by now is handed out under the plan it was due under.
    wake()
    const now = clock.now()
    const grids = new Map(checks.map((each) => [each.check.id, each.grid]))
    tracks.leaveAll()
    checks = configuration.checks.map((check) => {
      const grid = JSON.stringify(check.intervals)
      const isAsBefore = grids.get(check.id) === grid
      const own = check.assignments.map((each) => {
        const settled = isFirstPlan ? settledSlots.get(each.key) : undefined
        const track = tracks.follow(each, check, now, isAsBefore, settled)
        if (track.seen > now) repeat(track, now)
        return track
      })
      return { check, grid, tracks: own, next: -Infinity }
    })
    isFirstPlan = false
    tracks.forgetLeft(now)
    wake()
  }

  function wake() {
    cancel()
    const now = clock.now()
    noticeJump(now)
    const due: Due[] = []
    const misses: Miss[] = []
    let next = Infinity
    for (const each of checks) {
      if (each.next <= now) {
        handOut(
          each.tracks,
          gridOf(each.check.intervals, now),
          now,
          { shiftMs, reasonFor },
          { due, misses }
        )
        each.next = firstAfter(gridOf(each.check.intervals, now), now) ?? Infinity
      }
      next = Math.min(next, each.next)
    }
    if (misses.length > 0) onMiss(misses)
    if (due.length > 0) onDue(due)
    cancel = clock.after(Math.min(Math.max(1, next - now), LOOK_AGAIN_MS), wake)
  }

  /** After a jump nothing that was foreseen holds any more. */
  function noticeJump(now: number) {
    const { jumpedMs, passedMs } = watch.look()
    if (jumpedMs === 0) return
    for (const each of checks) each.next = -Infinity
    if (jumpedMs > 0) {
      setForwardAt = now
      return
    }
    shiftMs = shiftFor(clock.monotonic())
    for (const track of tracks.values())
      if (track.seen > now - passedMs) repeat(track, now - passedMs)
  }

  /** The slots from now on have been before: they are new ones all the same, or nothing would be seen for a while. */
  function repeat(track: Track, from: number) {
    track.repeatsUntil = Math.max(track.repeatsUntil, track.seen)
    track.seen = from - 1
  }

  function reasonFor(seen: number): MissReason {
    if (seen < startedAt) return MISS_REASONS.stopped
    return seen < setForwardAt ? MISS_REASONS.clock : MISS_REASONS.late
  }

  function ended(assignment: Assignment): Miss[] {
    const track = tracks.get(assignment.key)
    if (!track) return []
    track.isRunning = false
    return track.held.splice(0)
  }

  function runNow(assignments: Iterable<Assignment>) {
    // A slot whose timer is late is not passed over.
    wake()
    const slot = clock.now()
    const due: Due[] = []
    for (const { key } of assignments) {
      const track = tracks.get(key)
      if (!track?.check || track.isRunning || track.seen >= slot) continue
      track.isRunning = true
      track.seen = slot
      due.push({ assignment: track.assignment, slot, maximumLatenessMs: Infinity })
    }
    if (due.length > 0) onDue(due)
  }

  const startedAt = clock.now()
  return { plan, ended, runNow, stop: () => cancel() }
}
