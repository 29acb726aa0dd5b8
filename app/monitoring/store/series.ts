import type { Pool } from 'pg'
import { assignmentKey, type Assignment } from '../configuration/configuration.ts'
import type { JudgedResult } from '../health/standings_after.ts'

/** The numbers of the series of one assignment, by instance and metric. */
class SeriesOfAssignment {
  readonly #ids = new Map<string, Map<string, number>>()

  get(instance: string, metric: string): number | undefined {
    return this.#ids.get(instance)?.get(metric)
  }

  set(instance: string, metric: string, id: number) {
    const own = this.#ids.get(instance)
    if (own) own.set(metric, id)
    else this.#ids.set(instance, new Map([[metric, id]]))
  }
}

/** Numbers of series by assignment key, kept for as long as the core runs. */
export type SeriesIds = Map<string, SeriesOfAssignment>

export function seriesOfAssignment(ids: SeriesIds, key: string): SeriesOfAssignment | undefined {
  return ids.get(key)
}

/** One line in a graph; main value: empty instance and metric. */
interface Wanted {
  assignment: Assignment
  instance: string
  metric: string
}

/** Looks up the numbers these results need that are not known yet, and makes those that do not exist. */
export async function ensureSeries(
  pool: Pool,
  results: readonly JudgedResult[],
  known: SeriesIds
): Promise<void> {
  const missing = results.flatMap((judged) => missingOf(judged, known))
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
    const key = assignmentKey(row.host_id, row.check_id, row.plugin_id)
    const own = known.get(key) ?? new SeriesOfAssignment()
    known.set(key, own)
    own.set(row.instance, row.metric, row.id)
  }
}

function missingOf({ outcome: { assignment, answer } }: JudgedResult, known: SeriesIds): Wanted[] {
  const own = known.get(assignment.key)
  const missing: Wanted[] = []
  if (own?.get('', '') === undefined) missing.push({ assignment, instance: '', metric: '' })
  for (const { name, instance = '' } of answer.metrics)
    if (own?.get(instance, name) === undefined) missing.push({ assignment, instance, metric: name })
  return missing
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
