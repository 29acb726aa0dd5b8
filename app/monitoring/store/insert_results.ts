import type { PoolClient } from 'pg'
import { RESULT_TYPES } from '../../../agent/protocol/result.ts'
import type { JudgedResult } from '../health/standings_after.ts'
import { severityOf } from '../states.ts'
import type { MessageIds } from './messages.ts'
import { seriesKey, type SeriesIds, type SeriesKey } from './series.ts'

/** @returns the series one result needs: its main value and every metric */
export function seriesOf({ outcome }: JudgedResult): SeriesKey[] {
  const { assignment, answer } = outcome
  const metrics = answer.metrics.map((metric) => ({
    assignment,
    instance: metric.instance ?? '',
    metric: metric.name,
  }))
  return [{ assignment, instance: '', metric: '' }, ...metrics]
}

/**
 * Stores results in one statement.
 * @returns those that were not there before: only they may change anything else
 */
export async function insertResults(
  client: PoolClient,
  results: readonly JudgedResult[],
  ids: SeriesIds,
  messageIds: MessageIds
): Promise<JudgedResult[]> {
  const columns: unknown[][] = [[], [], [], [], [], [], []]
  for (const judged of results) addRows(columns, judged, ids, messageIds)
  const { rows } = await client.query<{ series_id: number; slot: Date }>(INSERT, columns)
  const stored = new Set(rows.map((row) => `${row.series_id}@${row.slot.getTime()}`))
  return results.filter((judged) => stored.has(`${mainId(judged, ids)}@${judged.outcome.slot}`))
}

const INSERT = `
  INSERT INTO results (series_id, slot, value, state, result_type, message_id, duration_ms)
  SELECT * FROM unnest($1::int[], $2::timestamptz[], $3::float8[], $4::smallint[], $5::smallint[], $6::int[], $7::int[])
  ON CONFLICT DO NOTHING RETURNING series_id, slot`

function addRows(
  columns: unknown[][],
  judged: JudgedResult,
  ids: SeriesIds,
  messageIds: MessageIds
) {
  const { outcome, verdict } = judged
  const { answer, slot } = outcome
  const type = RESULT_TYPES.indexOf(answer.type)
  const message = answer.message === '' ? null : (messageIds.get(answer.message) ?? null)
  const main = mainId(judged, ids)
  if (main === undefined) return
  addRow(columns, [
    main,
    new Date(slot),
    answer.value,
    severityOf(verdict.state),
    type,
    message,
    answer.durationMs,
  ])
  for (const metric of answer.metrics) {
    const instance = metric.instance ?? ''
    const id = ids.get(seriesKey({ assignment: outcome.assignment, instance, metric: metric.name }))
    const state = verdict.instances[instance]?.state ?? verdict.state
    if (id !== undefined)
      addRow(columns, [id, new Date(slot), metric.value, severityOf(state), type, null, null])
  }
}

/** One value for each column of the statement above. */
function addRow(columns: unknown[][], row: unknown[]) {
  row.forEach((value, position) => columns[position].push(value))
}

function mainId({ outcome }: JudgedResult, ids: SeriesIds): number | undefined {
  return ids.get(seriesKey({ assignment: outcome.assignment, instance: '', metric: '' }))
}
