import { DateTime } from 'luxon'
import { fieldError } from '../validators/field_error.ts'
import { LONGEST_INTERVAL_SECONDS, secondsOf, unitNamed } from './units.ts'

/** An interval as a body gives it. */
export interface IntervalGiven {
  start_at: string
  every: { value: number; unit: string }
}

/**
 * @param timeZone the clock that a start without an offset is read on
 * @returns rows for `intervals`
 * @throws E_VALIDATION_ERROR for `intervals.N.…`
 */
export function intervalsGiven(given: readonly IntervalGiven[], timeZone: string) {
  return given.map(({ start_at, every }, index) => {
    const field = `intervals.${index}`
    if (secondsOf(every) > LONGEST_INTERVAL_SECONDS)
      throw fieldError(`${field}.every.value`, 'An interval may be at most 10 years.')
    const startAt = momentOf(start_at, timeZone, `${field}.start_at`)
    return { start_at: startAt, every: every.value, unit: unitNamed(every.unit) }
  })
}

function momentOf(text: string, zone: string, field: string): Date {
  const time = DateTime.fromISO(text.replace(/^(\S+) (\d)/, '$1T$2'), { zone })
  if (time.isValid && time.year >= 1970 && time.year < 2200) return time.toJSDate()
  throw fieldError(
    field,
    'Give "start_at" as a time like 2026-01-01T06:00:00Z, from 1970 to 2199; without an offset it is read on the clock of the time zone.'
  )
}
