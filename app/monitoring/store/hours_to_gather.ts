import type { PoolClient } from 'pg'
import type { JudgedResult } from '../health/standings_after.ts'

export const HOUR_MS = 3_600_000

/**
 * Writes down which hours have results that are still to be gathered.
 * @param known the newest hour that is written down: while it lasts nobody gathers it, so it stays so
 */
export async function rememberHours(
  client: PoolClient,
  results: readonly JudgedResult[],
  known: Set<number>
) {
  const hours = new Set(results.map(({ outcome }) => outcome.slot - (outcome.slot % HOUR_MS)))
  const fresh = [...hours].filter((hour) => !known.has(hour))
  if (fresh.length === 0) return
  await client.query(
    'INSERT INTO hours_to_gather SELECT * FROM unnest($1::timestamptz[]) ON CONFLICT DO NOTHING',
    [fresh.map((hour) => new Date(hour))]
  )
  const newest = Math.max(...fresh, ...known)
  known.clear()
  known.add(newest)
}
