import type { Pool } from 'pg'
import { HOUR_MS } from '../store/hours_to_gather.ts'
import { ensurePartitions, HOURLY_RESULTS, partName, RESULTS } from '../store/partitions.ts'
import { inTransaction } from '../store/transaction.ts'

/** What is due at the end of an hour may still be on its way. */
const SETTLES_AFTER_MS = 10 * 60_000

/**
 * Gathers the results of hours that are over: one row per series and hour, which is kept when the results are dropped.
 * An hour that gets more results later is gathered again.
 * @param now milliseconds since 1970
 * @returns how many hours were gathered
 */
export async function gatherHours(pool: Pool, now: number): Promise<number> {
  const { rows } = await pool.query<{ hour: Date }>(
    'SELECT hour FROM hours_to_gather WHERE hour <= $1 ORDER BY hour',
    [new Date(now - HOUR_MS - SETTLES_AFTER_MS)]
  )
  const made = new Set<string>()
  for (const { hour } of rows) {
    await ensurePartitions(pool, HOURLY_RESULTS, [hour.getTime()], made)
    await summarize(pool, hour)
    await gather(pool, hour)
  }
  return rows.length
}

/** Lets the index by slot know of what was stored since. */
async function summarize(pool: Pool, hour: Date) {
  const part = partName(RESULTS, RESULTS.partAt(hour.getTime()).from)
  await pool.query(
    `SELECT brin_summarize_new_values(indexrelid) FROM pg_index
     JOIN pg_class ON pg_class.oid = indexrelid JOIN pg_am ON pg_am.oid = relam
     WHERE indrelid = to_regclass($1) AND amname = 'brin'`,
    [part]
  )
}

/** Results that come while this runs put the hour back on the list, once it is off it. */
async function gather(pool: Pool, hour: Date) {
  const end = new Date(hour.getTime() + HOUR_MS)
  await inTransaction(pool, async (client) => {
    await client.query('DELETE FROM hours_to_gather WHERE hour = $1', [hour])
    await client.query(GATHER, [hour, end])
  })
}

const GATHER = `
  INSERT INTO hourly_results (series_id, hour, result_count, value_count, mean, low, high, worst_state)
  SELECT series_id, $1, count(*), count(value), avg(value), min(value), max(value), max(state)
  FROM results WHERE slot >= $1 AND slot < $2 GROUP BY series_id
  ON CONFLICT (series_id, hour) DO UPDATE SET result_count = excluded.result_count, value_count = excluded.value_count,
    mean = excluded.mean, low = excluded.low, high = excluded.high, worst_state = excluded.worst_state`
