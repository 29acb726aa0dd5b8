import { setTimeout as pause } from 'node:timers/promises'
import type { Bench } from './bench.ts'
import { nameOf } from './fleet.ts'
import type { LatenessSummary } from './lateness.ts'
import { cpuSecondsOf, difference, type Usage } from './processes.ts'

/** What a measured window brought. */
export interface Measured {
  seconds: number
  /** Slots that lay in it. */
  due: number
  /** Of those, how many are stored as results. */
  stored: number
  /** Of those, how many are stored as misses. */
  missed: number
  /** Milliseconds after the window until all was stored. */
  settlingMs: number
  lateness: LatenessSummary
  cpu: Usage
}

const LOOK_AGAIN_MS = 500
/** On a busy machine what was due is stored late; that is not lost. */
const LONGEST_SETTLING_MS = 60_000
const nothing = async () => {}

/**
 * Watches a scheduled bench for some seconds, made up to whole intervals so that every assignment has as many slots.
 * @param leftOut hosts whose slots do not count
 * @param atStart is called when the window begins, `atEnd` when it has ended and before anything is looked up
 */
export async function measure(
  bench: Bench,
  seconds: number,
  { leftOut = [] as number[], atStart = nothing, atEnd = nothing } = {}
): Promise<Measured> {
  const { base, intervalMs } = bench.grid
  const intervals = Math.ceil((seconds * 1000) / intervalMs)
  const from = base + Math.ceil((Date.now() + 200 - base) / intervalMs) * intervalMs
  const to = from + intervals * intervalMs
  bench.agents.tell({ window: { from, to } })
  await pause(from - Date.now())
  const before = cpuSecondsOf(bench.supervisor)
  await atStart()
  await pause(to - Date.now())
  const cpu = difference(before, cpuSecondsOf(bench.supervisor))
  await atEnd()
  const due = (bench.fleet.hosts - leftOut.length) * bench.fleet.plugins * intervals
  const settled = await waitUntilSettled(bench, from, to, due, leftOut)
  const lateness = await bench.agents.lateness()
  return { seconds: (to - from) / 1000, due, ...settled, lateness, cpu }
}

/** @returns how many slots ended without a result, recorded or not */
export function lostOf({ due, stored }: Measured): number {
  return due - stored
}

/** What was due at the end of the window is still on its way. */
async function waitUntilSettled(
  bench: Bench,
  from: number,
  to: number,
  due: number,
  leftOut: number[]
) {
  for (;;) {
    const stored = await countStored(bench, from, to, leftOut)
    const missed = await countMissed(bench, from, to, leftOut)
    const settlingMs = Date.now() - to
    if (stored + missed >= due || settlingMs > LONGEST_SETTLING_MS)
      return { stored, missed, settlingMs }
    await pause(LOOK_AGAIN_MS)
  }
}

const OURS = `hosts.name LIKE 'bench-%' AND NOT hosts.name = ANY($3::text[])`

async function countStored({ pool }: Bench, from: number, to: number, leftOut: number[]) {
  const { rows } = await pool.query<{ count: number }>(
    `SELECT count(*)::int AS count
     FROM series JOIN hosts ON hosts.id = host_id JOIN results ON series_id = series.id
     WHERE metric = '' AND instance = '' AND slot >= $1 AND slot < $2 AND ${OURS}`,
    [new Date(from), new Date(to), leftOut.map(nameOf)]
  )
  return rows[0].count
}

async function countMissed({ pool, grid }: Bench, from: number, to: number, leftOut: number[]) {
  const { rows } = await pool.query<{ from_slot: Date; slot_count: number }>(
    `SELECT from_slot, slot_count FROM misses JOIN hosts ON hosts.id = host_id
     WHERE to_slot >= $1 AND from_slot < $2 AND ${OURS}`,
    [new Date(from), new Date(to), leftOut.map(nameOf)]
  )
  const slots = rows.flatMap((row) =>
    Array.from({ length: row.slot_count }, (_, index) => +row.from_slot + index * grid.intervalMs)
  )
  return slots.filter((slot) => slot >= from && slot < to).length
}
