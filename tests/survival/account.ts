import type { Pool } from 'pg'

/** What became of the slots of all assignments. */
export interface Account {
  due: number
  results: number
  missed: number
  /** Neither a result nor a recorded miss. */
  lost: number
  /** More than one of them. */
  twice: number
}

/**
 * Looks at each slot from the first one that all assignments had to the last one that is settled.
 * @param everySeconds the interval all of them have
 */
export async function accountOf(pool: Pool, everySeconds = 1): Promise<Account> {
  const { rows } = await pool.query<Account>(ACCOUNT, [everySeconds])
  return rows[0]
}

export function sentenceOf({ due, results, missed, lost, twice }: Account): string {
  return `${lost} lost, ${twice} twice of ${due} slots (${results} results, ${missed} recorded misses)`
}

const ACCOUNT = `
  WITH ended AS (
    SELECT s.host_id, s.check_id, s.plugin_id, r.slot, 1 AS result
    FROM results r JOIN series s ON s.id = r.series_id WHERE s.metric = '' AND s.instance = ''
    UNION ALL
    SELECT host_id, check_id, plugin_id, slot, 0
    FROM misses, generate_series(from_slot, to_slot, make_interval(secs => $1)) AS slot),
  per_slot AS (
    SELECT host_id, check_id, plugin_id, slot, count(*) AS times, sum(result) AS results
    FROM ended GROUP BY 1, 2, 3, 4),
  spans AS (
    SELECT host_id, check_id, plugin_id, min(slot) AS first, max(slot) AS last FROM per_slot GROUP BY 1, 2, 3),
  due AS (
    SELECT host_id, check_id, plugin_id, slot FROM spans,
      generate_series((SELECT max(first) FROM spans), last, make_interval(secs => $1)) AS slot)
  SELECT count(*)::int AS due, coalesce(sum(results), 0)::int AS results,
    count(*) FILTER (WHERE results = 0)::int AS missed,
    count(*) FILTER (WHERE times IS NULL)::int AS lost,
    count(*) FILTER (WHERE times > 1)::int AS twice
  FROM due LEFT JOIN per_slot USING (host_id, check_id, plugin_id, slot)`
