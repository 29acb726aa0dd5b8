import { DateTime } from 'luxon'

/** "Every N units from a start": slots lie at `start + k × interval`, k = 0, 1, 2 … */
export interface Interval {
  /** Milliseconds since 1970. */
  startAt: number
  every: number
  unit: 'second' | 'minute' | 'hour' | 'day' | 'week'
  /** IANA name; days and weeks follow the wall clock there. */
  timeZone: string
  /** A slot of this interval may be run so much later than it was due. */
  maximumLatenessMs: number
}

const UNIT_MS = { second: 1000, minute: 60_000, hour: 3_600_000 }
const DAYS = { day: 1, week: 7 }
const DAY_MS = 86_400_000

/** @returns the last slot at or before `at`; null before the first */
export function latestSlot(interval: Interval, at: number): number | null {
  const k = indexAt(interval, at)
  return k < 0 ? null : slotAt(interval, k)
}

/** @returns the first slot after `at` */
export function nextSlot(interval: Interval, at: number): number {
  return slotAt(interval, Math.max(0, indexAt(interval, at) + 1))
}

/** @returns how many slots lie after `after`, up to and including `until` */
export function countSlots(interval: Interval, after: number, until: number): number {
  return Math.max(0, indexAt(interval, until) - indexAt(interval, after))
}

/** @returns the same grid, gone on to before its start as far as 1970 */
export function beforeTheClockIsSet(interval: Interval): Interval {
  const { unit, every, startAt } = interval
  const stepMs = every * (unit === 'day' || unit === 'week' ? DAYS[unit] * DAY_MS : UNIT_MS[unit])
  return { ...interval, startAt: startAt - Math.floor(startAt / stepMs) * stepMs }
}

function slotAt(interval: Interval, k: number): number {
  const { unit, every, startAt, timeZone } = interval
  if (unit === 'day' || unit === 'week') {
    const start = DateTime.fromMillis(startAt, { zone: timeZone })
    return start.plus({ days: k * every * DAYS[unit] }).toMillis()
  }
  return startAt + k * every * UNIT_MS[unit]
}

/** The k of the last slot at or before `at`; -1 before the first. By arithmetic: a year off costs no more than a second. */
function indexAt(interval: Interval, at: number): number {
  const { unit, every, startAt } = interval
  if (at < startAt) return -1
  if (unit !== 'day' && unit !== 'week') return Math.floor((at - startAt) / (every * UNIT_MS[unit]))
  // The clock may be put back or forward on the way, so the estimate is off by one slot at the most.
  const estimate = Math.floor((at - startAt) / (every * DAYS[unit] * DAY_MS))
  const candidates = [estimate + 1, estimate, estimate - 1]
  return candidates.find((k) => k >= 0 && slotAt(interval, k) <= at) ?? -1
}
