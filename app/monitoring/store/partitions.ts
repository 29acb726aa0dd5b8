import type { Pool } from 'pg'

const WEEK_MS = 7 * 86_400_000
/** A Monday, 00:00 UTC. */
const FIRST_MONDAY = Date.UTC(1970, 0, 5)

/**
 * Makes the weekly partitions that slots fall into, before they are stored.
 * @param slots milliseconds since 1970
 * @param known names of those already made; added to
 */
export async function ensurePartitions(
  pool: Pool,
  slots: Iterable<number>,
  known: Set<string>
): Promise<void> {
  for (const monday of new Set([...slots].map(mondayOf))) {
    const name = `results_${new Date(monday).toISOString().slice(0, 10).replaceAll('-', '')}`
    if (known.has(name)) continue
    const from = new Date(monday).toISOString()
    const to = new Date(monday + WEEK_MS).toISOString()
    await pool.query(
      `CREATE TABLE IF NOT EXISTS ${name} PARTITION OF results FOR VALUES FROM ('${from}') TO ('${to}')`
    )
    known.add(name)
  }
}

function mondayOf(slot: number): number {
  return FIRST_MONDAY + Math.floor((slot - FIRST_MONDAY) / WEEK_MS) * WEEK_MS
}
