import type { Pool } from 'pg'

const SERIES_AT_ONCE = 20

/** A result that was on its way when its series was deleted may be stored a little later. */
const STRAGGLERS_WITHIN = '10 minutes'

/**
 * Clears away the results of deleted hosts, checks and plugins, a few series at a time.
 * @returns how many series were cleared
 */
export async function clearDeleted(pool: Pool): Promise<number> {
  for (let cleared = 0; ;) {
    const { rows } = await pool.query<{ id: number }>(
      `SELECT id FROM deleted_series WHERE deleted_at < now() - interval '${STRAGGLERS_WITHIN}' LIMIT $1`,
      [SERIES_AT_ONCE]
    )
    if (rows.length === 0) return cleared
    const ids = [rows.map((row) => row.id)]
    await pool.query('DELETE FROM results WHERE series_id = ANY($1::int[])', ids)
    await pool.query('DELETE FROM hourly_results WHERE series_id = ANY($1::int[])', ids)
    await pool.query('DELETE FROM deleted_series WHERE id = ANY($1::int[])', ids)
    cleared += rows.length
  }
}
