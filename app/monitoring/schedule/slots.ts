import { beforeTheClockIsSet, countSlots, latestSlot, nextSlot, type Interval } from './grid.ts'

/** A run of slots that ended without a result. Times in milliseconds since 1970. */
export interface SlotRange {
  from: number
  to: number
  count: number
}

/** Nothing of this program is older. */
const CLOCK_IS_UNSET_BEFORE = Date.UTC(2025, 0, 1)

/**
 * A box without a clock of its own starts in 1970, long before its schedules: until it knows better they run all the same.
 * @returns the intervals to go by at this time
 */
export function gridOf(intervals: readonly Interval[], now: number): readonly Interval[] {
  return now < CLOCK_IS_UNSET_BEFORE ? intervals.map(beforeTheClockIsSet) : intervals
}

/** @returns the first slot of any of the intervals after `at`; null when there are none */
export function firstAfter(intervals: readonly Interval[], at: number): number | null {
  let first: number | null = null
  for (const interval of intervals) {
    const slot = nextSlot(interval, at)
    if (first === null || slot < first) first = slot
  }
  return first
}

/** @returns the last slot of any of the intervals at or before `at`; null when there was none yet */
export function lastUpTo(intervals: readonly Interval[], at: number): number | null {
  let last: number | null = null
  for (const interval of intervals) {
    const slot = latestSlot(interval, at)
    if (slot !== null && (last === null || slot > last)) last = slot
  }
  return last
}

/** @returns how late this slot may still be run: of the intervals it lies on, the most patient decides */
export function latenessAllowed(intervals: readonly Interval[], slot: number): number {
  const own = intervals.filter((interval) => latestSlot(interval, slot) === slot)
  return Math.max(0, ...own.map((interval) => interval.maximumLatenessMs))
}

/** @returns the slots after `after` up to and including `until` as one range; null when there are none */
export function rangeOf(
  intervals: readonly Interval[],
  after: number,
  until: number
): SlotRange | null {
  const from = firstAfter(intervals, after)
  const to = lastUpTo(intervals, until)
  if (from === null || to === null || from > until || to <= after) return null
  return { from, to, count: countAll(intervals, after, until) }
}

/** More than this is not worth a walk: then shared slots count twice. */
const MOST_WALKED = 10_000

/** Slots that two intervals share count once; only for that they have to be walked. */
function countAll(intervals: readonly Interval[], after: number, until: number): number {
  const each = intervals.map((interval) => countSlots(interval, after, until))
  const sum = each.reduce((total, count) => total + count, 0)
  if (intervals.length === 1 || sum > MOST_WALKED) return sum
  let count = 0
  let slot = firstAfter(intervals, after)
  while (slot !== null && slot <= until) {
    count++
    slot = firstAfter(intervals, slot)
  }
  return count
}
