import { elapsed, moment } from './times.ts'

const HOUR_MS = 60 * 60 * 1000
const LENGTHS_MS = { '1h': HOUR_MS, '24h': 24 * HOUR_MS, '7d': 168 * HOUR_MS } as const
export type LastRange = keyof typeof LENGTHS_MS
/** What a browser puts into and takes from a field of date and time. */
const FIELD = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/
const LONGEST_MS = 366 * 24 * HOUR_MS

/** Choices of the switch above the graphs. */
export const RANGES = [
  { name: '1h', label: '1 h' },
  { name: '24h', label: '24 h' },
  { name: '7d', label: '7 d' },
  { name: 'custom', label: 'Custom' },
] as const

/** The time the graphs show, as chosen in the address of the page. */
export interface GraphRange {
  name: (typeof RANGES)[number]['name']
  from: Date
  to: Date
  /** "last 24 hours" */
  words: string
  /** What was wrong with a chosen time, in a sentence; the last 24 hours are shown instead. */
  problem: string
  /** Contents of the two fields. */
  fields: { from: string; to: string }
}

/**
 * @param query the parameters `range`, `from` and `to`; times as `2026-11-21T14:00`
 * @param fallback what is shown while nobody has chosen
 */
export function parseRange(
  query: Record<string, unknown>,
  now = new Date(),
  fallback: LastRange = '24h'
): GraphRange {
  if (query.range === 'custom') return customRange(query, now)
  return lastRange(isLastRange(query.range) ? query.range : fallback, now)
}

function isLastRange(name: unknown): name is LastRange {
  return typeof name === 'string' && Object.hasOwn(LENGTHS_MS, name)
}

function lastRange(name: LastRange, now: Date): GraphRange {
  const from = new Date(now.getTime() - LENGTHS_MS[name])
  const words = { '1h': 'last hour', '24h': 'last 24 hours', '7d': 'last 7 days' }[name]
  return { name, from, to: now, words, problem: '', fields: { from: field(from), to: field(now) } }
}

function customRange(query: Record<string, unknown>, now: Date): GraphRange {
  const base = { ...lastRange('24h', now), name: 'custom' as const }
  if (typeof query.from !== 'string' || typeof query.to !== 'string') return base
  const from = new Date(query.from)
  const to = new Date(query.to)
  const problem = problemOf(from, to)
  const fields = { from: query.from, to: query.to }
  const isReadable = FIELD.test(fields.from) && FIELD.test(fields.to)
  if (problem) return { ...base, fields: isReadable ? fields : base.fields, problem }
  const words = `${moment(from, now)} to ${moment(to, now)} (${elapsed(from, to)})`
  return { name: 'custom', from, to, words, problem: '', fields }
}

function problemOf(from: Date, to: Date): string {
  if (Number.isNaN(from.getTime()) || Number.isNaN(to.getTime())) {
    return 'One of the times cannot be read. Write them like 2026-11-21T14:00.'
  }
  if (to <= from) return 'The end lies before the start. Choose a later end.'
  const isLong = to.getTime() - from.getTime() > LONGEST_MS
  return isLong ? 'This is more than a year. Choose a shorter time.' : ''
}

/** What `<input type="datetime-local">` takes: local time without a zone. */
function field(at: Date): string {
  const local = new Date(at.getTime() - at.getTimezoneOffset() * 60_000)
  return local.toISOString().slice(0, 16)
}
