/** What stands where a number is missing. */
export const UNKNOWN_AMOUNT = 'an unknown amount'

const BYTE_UNITS = ['kB', 'MB', 'GB', 'TB', 'PB', 'EB']
const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** @returns a percentage without decimals, "96 %"; says 100 only when nothing is left of the rest */
export function percent(value: unknown): string {
  if (!isAmount(value)) return UNKNOWN_AMOUNT
  const rounded = Math.round(value)
  return `${rounded === 100 && value < 100 ? 99 : number(rounded)} %`
}

/** @returns an amount of data in steps of 1000, "6.2 GB"; one decimal below ten */
export function bytes(value: unknown): string {
  if (!isAmount(value)) return UNKNOWN_AMOUNT
  if (Math.round(Math.abs(value)) < 1000) return `${number(Math.round(value))} bytes`
  let amount = value
  let unit = ''
  for (const larger of BYTE_UNITS) {
    if (unit !== '' && Math.abs(Math.round(amount)) < 1000) break
    amount /= 1000
    unit = larger
  }
  const decimals = Math.abs(amount) < 9.95 ? 1 : 0
  return `${Number(amount.toFixed(decimals))} ${unit}`
}

/** @returns a plain number with at most one decimal, "77,760" or "3.1" */
export function number(value: unknown): string {
  if (!isAmount(value)) return UNKNOWN_AMOUNT
  const rounded = Math.round(value * 10) / 10
  return (rounded === 0 ? 0 : rounded).toLocaleString('en-GB', { maximumFractionDigits: 1 })
}

/**
 * @param value seconds
 * @returns "12 s", "42 min", "22 h 36 min", and from two days on "9 days"
 */
export function duration(value: unknown): string {
  if (!isAmount(value)) return UNKNOWN_AMOUNT
  const seconds = Math.max(0, Math.round(value))
  if (seconds < MINUTE) return `${seconds} s`
  const minutes = Math.round(seconds / MINUTE)
  if (minutes < HOUR / MINUTE) return `${minutes} min`
  if (seconds < 2 * DAY) return hoursAndMinutes(minutes)
  return `${number(Math.round(seconds / DAY))} days`
}

function hoursAndMinutes(minutes: number): string {
  const rest = minutes % 60
  return `${Math.floor(minutes / 60)} h${rest === 0 ? '' : ` ${rest} min`}`
}

function isAmount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value)
}
