import type { Pool, PoolClient } from 'pg'
import { assignmentKey } from '../configuration/configuration.ts'
import type { Miss } from '../dispatch/outcome.ts'
import { columnsOf } from './recall_points.ts'

/** Records that slots ended without a result. */
export async function writeMisses(client: PoolClient, misses: readonly Miss[]) {
  if (misses.length === 0) return
  await client.query(
    `INSERT INTO misses (host_id, check_id, plugin_id, from_slot, to_slot, slot_count, reason)
     SELECT * FROM unnest($1::int[], $2::int[], $3::int[], $4::timestamptz[], $5::timestamptz[], $6::int[], $7::text[])
     ON CONFLICT DO NOTHING`,
    [
      ...columnsOf(misses.map((miss) => miss.assignment)),
      misses.map((miss) => new Date(miss.range.from)),
      misses.map((miss) => new Date(miss.range.to)),
      misses.map((miss) => Math.min(miss.range.count, MOST_COUNTED)),
      misses.map((miss) => miss.reason),
    ]
  )
}

/** What the column holds; a clock that was set by decades misses more. */
const MOST_COUNTED = 2 ** 31 - 1

/**
 * A slot ends as a result or in a miss, and both are stored in the order of their slots.
 * @returns up to where each assignment is settled, milliseconds since 1970 by assignment key
 */
export async function loadSettledSlots(pool: Pool): Promise<Map<string, number>> {
  const { rows } = await pool.query<{
    host_id: number
    check_id: number
    plugin_id: number
    settled: Date
  }>(SETTLED)
  return new Map(
    rows.map((row) => [
      assignmentKey(row.host_id, row.check_id, row.plugin_id),
      row.settled.getTime(),
    ])
  )
}

const SETTLED = `
  SELECT host_id, check_id, plugin_id, max(slot) AS settled FROM (
    SELECT host_id, check_id, plugin_id, newest.slot FROM series CROSS JOIN LATERAL (
      SELECT slot FROM results WHERE series_id = series.id ORDER BY slot DESC LIMIT 1) newest
    WHERE instance = '' AND metric = ''
    UNION ALL
    SELECT host_id, check_id, plugin_id, to_slot FROM misses
  ) ended GROUP BY host_id, check_id, plugin_id`
