import { IANAZone } from 'luxon'
import type { Interval } from '../monitoring/schedule/grid.ts'

/** Units of intervals, as they are kept; people may write them with an s. */
export const UNITS = ['second', 'minute', 'hour', 'day', 'week'] as const

const SECONDS: Record<Interval['unit'], number> = {
  second: 1,
  minute: 60,
  hour: 3600,
  day: 86_400,
  week: 604_800,
}

/** Ten years, two of which may have a day more. */
export const LONGEST_INTERVAL_SECONDS = 3653 * 86_400

/** @returns the unit as it is kept */
export function unitNamed(given: string): Interval['unit'] {
  return UNITS.find((unit) => given === unit || given === `${unit}s`)!
}

/** @returns how long an interval is, days taken for 24 hours */
export function secondsOf({ value, unit }: { value: number; unit: string }): number {
  return value * SECONDS[unitNamed(unit)]
}

/** @returns whether it is a name such as Europe/London: with a mere offset, days would not follow any wall clock */
export function isTimeZone(name: string): boolean {
  return !/^[+-]/.test(name) && IANAZone.isValidZone(name)
}
