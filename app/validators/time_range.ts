import { DateTime } from 'luxon'
import { fieldError } from './field_error.ts'

const DAY_MS = 86_400_000
/** The database counts no year 0. */
const EARLIEST = Date.parse('0001-01-01T00:00:00Z')

/**
 * @param now what "to" is when it is not given; "from" is then a day earlier
 * @returns the half-open range asked for
 * @throws E_VALIDATION_ERROR naming the field
 */
export function timeRange(given: { from?: string; to?: string }, now: Date) {
  const to = given.to ? moment(given.to, 'to') : now
  const from = given.from
    ? moment(given.from, 'from')
    : new Date(Math.max(to.getTime() - DAY_MS, EARLIEST))
  if (from < to) return { from, to }
  throw fieldError('from', '"from" must be earlier than "to".')
}

/**
 * @returns the moment that a text of a query names
 * @throws E_VALIDATION_ERROR for the field
 */
export function moment(text: string, field: string): Date {
  const time = /^\d{1,11}(\.\d+)?$/.test(text)
    ? DateTime.fromSeconds(Number(text))
    : DateTime.fromISO(withoutBlank(text), { zone: 'utc' })
  if (time.isValid && time.year > 0 && time.year < 10_000) return time.toJSDate()
  throw fieldError(
    field,
    `"${field}" must be a time like 2026-03-01T12:00:00Z, or seconds since 1970.`
  )
}

/** A plus sign in an address arrives as a blank; and people write a blank instead of the T. */
function withoutBlank(text: string): string {
  return text.replace(' ', text.includes('T') ? '+' : 'T')
}
