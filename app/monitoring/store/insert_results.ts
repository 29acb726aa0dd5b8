import type { PoolClient } from 'pg'
import { RESULT_TYPES } from '../../../agent/protocol/result.ts'
import type { JudgedResult } from '../health/standings_after.ts'
import { severityOf } from '../states.ts'
import type { MessageIds } from './messages.ts'
import { type SeriesIds, seriesOfAssignment } from './series.ts'

/**
 * Stores results in one statement. What was deleted meanwhile is left out.
 * @returns those that were not there before: only they may change anything else
 */
export async function insertResults(
  client: PoolClient,
  results: readonly JudgedResult[],
  ids: SeriesIds,
  messageIds: MessageIds
): Promise<JudgedResult[]> {
  if (results.length === 0) return []
  const columns: Columns = {
    ...{ series: [], slots: [], values: [], states: [], types: [], messages: [], durations: [] },
  }
  const mainIds = results.map((judged) => addRows(columns, judged, ids, messageIds))
  const { rows } = await client.query<{ series_id: number; slot: Date }>(
    INSERT,
    Object.values(columns)
  )
  const stored = new Set(rows.map((row) => `${row.series_id}@${row.slot.getTime()}`))
  return results.filter((judged, index) => stored.has(`${mainIds[index]}@${judged.outcome.slot}`))
}

/** In the order of the statement below. */
interface Columns {
  series: number[]
  slots: Date[]
  values: (number | null)[]
  states: number[]
  types: number[]
  messages: (number | null)[]
  durations: (number | null)[]
}

const INSERT = `
  INSERT INTO results (series_id, slot, value, state, result_type, message_id, duration_ms)
  SELECT r.* FROM unnest($1::int[], $2::timestamptz[], $3::float8[], $4::smallint[], $5::smallint[], $6::int[], $7::int[])
    AS r (series_id)
  WHERE EXISTS (SELECT FROM series WHERE series.id = r.series_id)
  ON CONFLICT DO NOTHING RETURNING series_id, slot`

/** @returns the number of the main series; undefined when there is none any more */
function addRows(
  columns: Columns,
  { outcome, verdict }: JudgedResult,
  ids: SeriesIds,
  messageIds: MessageIds
): number | undefined {
  const { answer } = outcome
  const own = seriesOfAssignment(ids, outcome.assignment.key)
  const main = own?.get('', '')
  if (main === undefined) return undefined
  const slot = new Date(outcome.slot)
  const type = RESULT_TYPES.indexOf(answer.type)
  const add = (id: number, value: number | null, state: number) => {
    columns.series.push(id)
    columns.slots.push(slot)
    columns.values.push(value)
    columns.states.push(state)
    columns.types.push(type)
    columns.messages.push(null)
    columns.durations.push(null)
  }
  const whole = severityOf(verdict.state)
  add(main, answer.value, whole)
  columns.messages[columns.messages.length - 1] = messageIds.get(answer.message) ?? null
  columns.durations[columns.durations.length - 1] = answer.durationMs
  for (const { name, instance = '', value } of answer.metrics) {
    const id = own!.get(instance, name)
    const state = verdict.instances[instance]?.state
    if (id !== undefined) add(id, value, state === undefined ? whole : severityOf(state))
  }
  return main
}
