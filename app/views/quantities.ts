import { bytes, duration, number } from '../plugins/format.ts'

/** @returns a number with its unit, "98.2 %", "6.2 GB", "3 days"; "–" where there is none */
export function quantity(value: number | null | undefined, unit: string): string {
  if (value === null || value === undefined) return '–'
  if (unit === 'bytes') return bytes(value)
  if (unit === 's') return duration(value)
  if (unit === '0 or 1') return value === 0 ? 'no' : 'yes'
  return unit === '' ? number(value) : `${number(value)} ${unit}`
}

/** @returns "1 machine", "3 machines" */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-GB')} ${count === 1 ? one : many}`
}
