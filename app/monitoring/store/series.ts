import type { Pool } from 'pg'
import type { Assignment } from '../configuration/configuration.ts'

/** One line in a graph; main value: empty instance and metric. */
export interface SeriesKey {
  assignment: Assignment
  instance: string
  metric: string
}

/** Numbers of series by `seriesKey`, kept for as long as the core runs. */
export type SeriesIds = Map<string, number>

export function seriesKey({ assignment, instance, metric }: SeriesKey): string {
  return `${assignment.key}\u0000${instance}\u0000${metric}`
}

/** Looks up the numbers that are not known yet, and makes those that do not exist. */
export async function ensureSeries(
  pool: Pool,
  wanted: readonly SeriesKey[],
  known: SeriesIds
): Promise<void> {
  const missing = wanted.filter((each) => !known.has(seriesKey(each)))
  if (missing.length === 0) return
  const columns = [
    missing.map((each) => each.assignment.host.id),
    missing.map((each) => each.assignment.check.id),
    missing.map((each) => each.assignment.plugin.id),
    missing.map((each) => each.instance),
    missing.map((each) => each.metric),
  ]
  await pool.query(MAKE, columns)
  const { rows } = await pool.query<Row>(FIND, columns)
  for (const row of rows) {
    known.set(
      `${row.host_id}:${row.check_id}:${row.plugin_id}\u0000${row.instance}\u0000${row.metric}`,
      row.id
    )
  }
}

interface Row {
  id: number
  host_id: number
  check_id: number
  plugin_id: number
  instance: string
  metric: string
}

const WANTED = `unnest($1::int[], $2::int[], $3::int[], $4::text[], $5::text[])
  AS wanted (host_id, check_id, plugin_id, instance, metric)`

/** What was deleted in the meantime gets none. */
const MAKE = `
  INSERT INTO series (host_id, check_id, plugin_id, instance, metric)
  SELECT wanted.* FROM ${WANTED}
  JOIN hosts ON hosts.id = wanted.host_id JOIN checks ON checks.id = wanted.check_id
  JOIN plugins ON plugins.id = wanted.plugin_id
  ON CONFLICT DO NOTHING`

const FIND = `
  SELECT series.* FROM ${WANTED}
  JOIN series USING (host_id, check_id, plugin_id, instance, metric)`
