import type { Clock } from '../clock.ts'
import type { Assignment, Configuration, PlannedCheck } from '../configuration/configuration.ts'
import { MISS_REASONS, type Due, type Miss, type MissReason } from '../dispatch/outcome.ts'
import { firstAfter, lastUpTo, rangeOf } from './slots.ts'

/** What the scheduler remembers of an assignment between two slots. */
interface Track {
  /** The last slot that was handed out or given up. */
  seen: number
  isRunning: boolean
  /** Misses later than the running slot: told with it, so that what is settled never has a hole. */
  held: Miss[]
  /** The intervals it follows, as text; empty while it is not in the plan. */
  grid: string
}

/** The clock may be set while nothing is due for hours. */
const LOOK_AGAIN_MS = 30_000

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
  let checks: PlannedCheck[] = []
  let isFirstPlan = true
  let cancel = () => {}

  function plan(configuration: Configuration) {
    // What is due by now is handed out under the plan it was due under.
    wake()
    checks = configuration.checks.filter((check) => check.intervals.length > 0)
    const planned = new Map(
      checks.flatMap((check) => check.assignments.map((each) => [each.key, check] as const))
    )
    for (const [key, check] of planned) track(check, key)
    // Kept, because it may still run, and may come back within the same slot.
    for (const [key, own] of tracks) if (!planned.has(key)) own.grid = ''
    isFirstPlan = false
    wake()
  }

  /** What is new, or has another schedule, starts with the current slot if that is not too late: nothing was due before. */
  function track(check: PlannedCheck, key: string) {
    const grid = JSON.stringify(check.intervals)
    const own = tracks.get(key)
    if (own?.grid === grid) return
    const now = clock.now()
    const current = lastUpTo(check.intervals, now) ?? now
    const start = now - current > check.maximumLatenessMs ? current : current - 1
    const settled = isFirstPlan ? settledSlots.get(key) : undefined
    const seen = settled ?? Math.max(start, own?.seen ?? start)
    tracks.set(key, { isRunning: false, held: [], ...own, seen, grid })
  }

  function wake() {
    cancel()
    const now = clock.now()
    const due: Due[] = []
    const misses: Miss[] = []
    for (const check of checks)
      for (const assignment of check.assignments) handOut(check, assignment, now, due, misses)
    if (misses.length > 0) onMiss(misses)
    if (due.length > 0) onDue(due)
    const next = Math.min(...checks.map((check) => firstAfter(check.intervals, now) ?? Infinity))
    const delayMs = Math.min(Math.max(1, next - now), LOOK_AGAIN_MS)
    cancel = next === Infinity ? () => {} : clock.after(delayMs, wake)
  }

  function handOut(
    check: PlannedCheck,
    assignment: Assignment,
    now: number,
    due: Due[],
    misses: Miss[]
  ) {
    const own = tracks.get(assignment.key)!
    // Somebody has set the clock back: the slots that come now are new ones.
    if (own.seen > now + check.maximumLatenessMs) own.seen = now - 1
    const range = rangeOf(check.intervals, own.seen, now)
    if (range === null) return
    if (own.isRunning) {
      own.held.push({ assignment, range, reason: MISS_REASONS.running })
    } else if (now - range.to > check.maximumLatenessMs) {
      misses.push({ assignment, range, reason: reasonFor(own.seen) })
    } else {
      const earlier = rangeOf(check.intervals, own.seen, range.to - 1)
      if (earlier !== null) misses.push({ assignment, range: earlier, reason: reasonFor(own.seen) })
      own.isRunning = true
      due.push({ assignment, slot: range.to, maximumLatenessMs: check.maximumLatenessMs })
    }
    own.seen = range.to
  }

  function reasonFor(seen: number): MissReason {
    return seen < startedAt ? MISS_REASONS.stopped : MISS_REASONS.late
  }

  function ended(assignment: Assignment): Miss[] {
    const own = tracks.get(assignment.key)
    if (!own) return []
    own.isRunning = false
    return own.held.splice(0)
  }

  function runNow(assignments: Iterable<Assignment>) {
    // A slot whose timer is late is not passed over.
    wake()
    const slot = clock.now()
    const due: Due[] = []
    for (const assignment of assignments) {
      const own = tracks.get(assignment.key)
      if (!own || own.grid === '' || own.isRunning || own.seen >= slot) continue
      own.isRunning = true
      own.seen = slot
      due.push({ assignment, slot, maximumLatenessMs: Infinity })
    }
    if (due.length > 0) onDue(due)
  }

  const startedAt = clock.now()
  return { plan, ended, runNow, stop: () => cancel() }
}
