export const HOUR_SECONDS = 3600

/** @returns whether steps of this length can be made of hours, which are kept longer and read faster than results */
export function isMadeOfHours(stepSeconds: number): boolean {
  return stepSeconds >= HOUR_SECONDS && stepSeconds % HOUR_SECONDS === 0
}

/**
 * SQL: whether single results of the beginning of a window have been dropped, of which the hours are still there.
 * @param series SQL for the ids of the series; `:from` and `:to` are bound
 */
export function isBeforeResults(series: string): string {
  return `(SELECT min(hour) FROM hourly_results
      WHERE series_id IN (${series}) AND hour >= CAST(:from AS timestamptz) AND hour < CAST(:to AS timestamptz))
    < coalesce((SELECT date_trunc('hour', min(slot), 'UTC') FROM results
      WHERE series_id IN (${series}) AND slot >= CAST(:from AS timestamptz) AND slot < CAST(:to AS timestamptz)), 'infinity')`
}

/**
 * SQL: what a window holds, by the hour; of hours that are not gathered yet the single results.
 * @param series SQL for the ids of the series; `:from` and `:to` are bound
 */
export function historyByHour(series: string): string {
  return `
    SELECT series_id, hour AS at, result_count, value_count, mean, low, high, worst_state FROM hourly_results
    WHERE series_id IN (${series}) AND hour >= CAST(:from AS timestamptz) AND hour < CAST(:to AS timestamptz)
      AND NOT EXISTS (SELECT FROM hours_to_gather g WHERE g.hour = hourly_results.hour)
    UNION ALL
    SELECT series_id, slot, 1, CASE WHEN value IS NULL THEN 0 ELSE 1 END, value, value, value, state FROM results
    WHERE series_id IN (${series}) AND slot < CAST(:to AS timestamptz)
      AND slot >= greatest(CAST(:from AS timestamptz), (SELECT coalesce(min(hour), 'infinity') FROM hours_to_gather))
      AND date_trunc('hour', slot, 'UTC') IN (SELECT hour FROM hours_to_gather)`
}
