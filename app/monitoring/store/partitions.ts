import type { Pool } from 'pg'

const WEEK_MS = 7 * 86_400_000
/** A Monday, 00:00 UTC. */
const FIRST_MONDAY = Date.UTC(1970, 0, 5)

/** A table in parts by time. Each part is named after the day it begins with. */
export interface Partitioned {
  table: 'results' | 'hourly_results'
  /** @returns the start of the part a moment falls into, and that of the next one; milliseconds since 1970 */
  partAt(at: number): { from: number; to: number }
}

export const RESULTS: Partitioned = {
  table: 'results',
  partAt(at) {
    const from = FIRST_MONDAY + Math.floor((at - FIRST_MONDAY) / WEEK_MS) * WEEK_MS
    return { from, to: from + WEEK_MS }
  },
}

export const HOURLY_RESULTS: Partitioned = {
  table: 'hourly_results',
  partAt(at) {
    const date = new Date(at)
    const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()]
    return { from: Date.UTC(year, month), to: Date.UTC(year, month + 1) }
  },
}

/** @returns the name of the part that begins then */
export function partName({ table }: Partitioned, from: number): string {
  return `${table}_${new Date(from).toISOString().slice(0, 10).replaceAll('-', '')}`
}

/**
 * Makes the parts that moments fall into, before anything is stored there.
 * @param moments milliseconds since 1970
 * @param known names of those already made; added to
 */
export async function ensurePartitions(
  pool: Pick<Pool, 'query'>,
  of: Partitioned,
  moments: Iterable<number>,
  known: Set<string>
): Promise<void> {
  for (const at of moments) {
    const { from, to } = of.partAt(at)
    const name = partName(of, from)
    if (known.has(name)) continue
    const range = [from, to].map((each) => `'${new Date(each).toISOString()}'`)
    await pool.query(
      `CREATE TABLE IF NOT EXISTS ${name} PARTITION OF ${of.table} FOR VALUES FROM (${range[0]}) TO (${range[1]})`
    )
    known.add(name)
  }
}
