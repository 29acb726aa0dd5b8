import { duration } from '../plugins/format.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const CLOCK = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })
const WEEKDAY = new Intl.DateTimeFormat('en-GB', { weekday: 'short' })
const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' })
const YEAR = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })
const FULL_DAY = new Intl.DateTimeFormat('en-GB', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
})

/** @returns "14:12" */
export function clock(at: Date): string {
  return CLOCK.format(at)
}

/** @returns "14:12" today, "Fri 14:12" within the last six days, else "20 Nov 14:12" */
export function moment(at: Date, now = new Date()): string {
  const age = now.getTime() - at.getTime()
  if (at.toDateString() === now.toDateString()) return clock(at)
  if (age > 0 && age < 6 * DAY_MS) return `${WEEKDAY.format(at)} ${clock(at)}`
  const day = at.getFullYear() === now.getFullYear() ? DAY : YEAR
  return `${day.format(at)}, ${clock(at)}`
}

/** @returns "since 14:12, 42 min" */
export function sinceInWords(since: Date, now = new Date()): string {
  return `since ${moment(since, now)}, ${elapsed(since, now)}`
}

/** @returns the time between two moments, "42 min" */
export function elapsed(from: Date, to = new Date()): string {
  return duration((to.getTime() - from.getTime()) / 1000)
}

/** @returns "12 s ago" */
export function ago(at: Date, now = new Date()): string {
  return `${elapsed(at, now)} ago`
}

/** @returns "Saturday 21 November, 14:54" */
export function dayAndClock(at: Date): string {
  return `${FULL_DAY.format(at).replace(',', '')}, ${clock(at)}`
}

/** @returns five labels along an axis of time, the last one "now" where the window ends now */
export function axisLabels(from: Date, to: Date, now = new Date()): string[] {
  const step = (to.getTime() - from.getTime()) / 4
  const name = step < DAY_MS ? moment : (at: Date) => `${WEEKDAY.format(at)} ${DAY.format(at)}`
  const labels = [0, 1, 2, 3, 4].map((n) => name(new Date(from.getTime() + n * step), now))
  if (Math.abs(to.getTime() - now.getTime()) < 90_000) labels[4] = 'now'
  return labels
}
