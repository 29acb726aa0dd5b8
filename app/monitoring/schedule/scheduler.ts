import type { Clock } from '../clock.ts'
import type { Assignment, Configuration, PlannedCheck } from '../configuration/configuration.ts'
import { MISS_REASONS, type Due, type Miss, type MissReason } from '../dispatch/outcome.ts'
import { watchClock } from './clock_watch.ts'
import { beforeTheClockIsSet } from './grid.ts'
import { firstAfter, lastUpTo, latenessAllowed, rangeOf, type SlotRange } from './slots.ts'
import { hold, shiftFor, type Track } from './track.ts'

/** The clock may be set while nothing is due for hours: nobody is to wait for long then. */
const LOOK_AGAIN_MS = 5000
const KEEP_LEFT_MS = 86_400_000

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
  const tracks = new Map<string, Track>()
  const watch = watchClock(clock)
  let checks: { check: PlannedCheck; grid: string; tracks: Track[]; next: number }[] = []
  let isFirstPlan = true
  let shiftMs = shiftFor(clock.now())
  let setForwardAt = -Infinity
  let cancel = () => {}

  function plan(configuration: Configuration) {
    // What is due by now is handed out under the plan it was due under.
    wake()
    const grids = new Map(checks.map((each) => [each.check.id, each.grid]))
    for (const track of tracks.values()) track.check = null
    checks = configuration.checks.map((check) => {
      const grid = JSON.stringify(check.intervals)
      const isAsBefore = grids.get(check.id) === grid
      const own = check.assignments.map((each) => follow(each, check, isAsBefore))
      return { check, grid, tracks: own, next: -Infinity }
    })
    isFirstPlan = false
    forgetLeft(clock.now())
    wake()
  }

  /** What has left the plan is kept for a while: it may still run, and may come back within the same slot. */
  function forgetLeft(now: number) {
    for (const [key, { check, isRunning, seen }] of tracks)
      if (check === null && !isRunning && seen < now - KEEP_LEFT_MS) tracks.delete(key)
  }

  /** What is new, or has another schedule, starts with the current slot if that is not too late: nothing was due before. */
  function follow(assignment: Assignment, check: PlannedCheck, isAsBefore: boolean): Track {
    const known = tracks.get(assignment.key)
    const now = clock.now()
    const track: Track = known ?? {
      ...{ assignment, check, seen: -Infinity, isRunning: false, held: [] },
      repeatsUntil: -Infinity,
    }
    track.assignment = assignment
    track.check = check
    if (known && isAsBefore) return track
    tracks.set(assignment.key, track)
    const grid = gridOf(check.intervals, now)
    const current = lastUpTo(grid, now) ?? now
    const isTooLate = now - current > latenessAllowed(grid, current)
    const settled = isFirstPlan ? settledSlots.get(assignment.key) : undefined
    track.seen = settled ?? Math.max(track.seen, isTooLate ? now : current - 1)
    if (track.seen > now) repeat(track, now)
    return track
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
        handOutAll(each.check, each.tracks, now, due, misses)
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

  function handOutAll(
    { intervals }: PlannedCheck,
    own: readonly Track[],
    now: number,
    due: Due[],
    misses: Miss[]
  ) {
    const grid = gridOf(intervals, now)
    const to = lastUpTo(grid, now)
    if (to === null) return
    const maximumLatenessMs = latenessAllowed(grid, to)
    for (const track of own) {
      if (track.seen >= to) continue
      const range = rangeOf(grid, track.seen, now)
      if (range === null) continue
      if (track.isRunning) hold(track, shifted(track, range), MISS_REASONS.running)
      else handOut(track, range, grid, now, maximumLatenessMs, due, misses)
      track.seen = to
    }
  }

  function handOut(
    track: Track,
    range: SlotRange,
    grid: PlannedCheck['intervals'],
    now: number,
    maximumLatenessMs: number,
    due: Due[],
    misses: Miss[]
  ) {
    const { assignment } = track
    const isLate = now - range.to > maximumLatenessMs
    const earlier = isLate ? range : rangeOf(grid, track.seen, range.to - 1)
    if (earlier !== null) {
      misses.push({ assignment, range: shifted(track, earlier), reason: reasonFor(track.seen) })
    }
    if (isLate) return
    track.isRunning = true
    due.push({ assignment, slot: shifted(track, range).to, maximumLatenessMs })
  }

  function shifted({ repeatsUntil }: Track, range: SlotRange): SlotRange {
    if (range.to > repeatsUntil) return range
    return { ...range, from: range.from + shiftMs, to: range.to + shiftMs }
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

/** A box without a clock of its own starts in 1970, long before its schedules: until it knows better they run all the same. */
function gridOf(intervals: PlannedCheck['intervals'], now: number): PlannedCheck['intervals'] {
  return now < CLOCK_IS_UNSET_BEFORE ? intervals.map(beforeTheClockIsSet) : intervals
}

/** Nothing of this program is older. */
const CLOCK_IS_UNSET_BEFORE = Date.UTC(2025, 0, 1)
