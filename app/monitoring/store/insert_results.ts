import type { PoolClient } from 'pg'
import { RESULT_TYPES } from '../../../agent/protocol/result.ts'
import type { JudgedResult } from '../health/standings_after.ts'
import { severityOf } from '../states.ts'
import type { MessageIds } from './messages.ts'
import { type SeriesIds, seriesOfAssignment } from './series.ts'

/**
 * Stores results in one statement.
 * @param mayExist whether some may be there already; saying no makes it cheaper by a third
 * @returns those that were not there before: only they may change anything else
 * @throws an error that `isStoredAlready` knows, when some were there although none was to be
 */
export async function insertResults(
  client: PoolClient,
  results: readonly JudgedResult[],
  ids: SeriesIds,
  messageIds: MessageIds,
  mayExist: boolean
): Promise<JudgedResult[]> {
  if (results.length === 0) return []
  const columns = new Columns()
  const mainIds = results.map((judged) => addRows(columns, judged, ids, messageIds))
  const statement = mayExist ? `${INSERT} ON CONFLICT DO NOTHING` : INSERT
  const { rowCount } = await client.query(statement, columns.values())
  const known = results.filter((_, index) => mainIds[index] !== undefined)
  if (rowCount === columns.rows) return known
  const { rows } = await client.query<{ series_id: number; slot: Date }>(FRESH, [
    mainIds.map((id) => id ?? null),
    results.map(({ outcome }) => new Date(outcome.slot)),
  ])
  const fresh = new Set(rows.map((row) => `${row.series_id}@${row.slot.getTime()}`))
  return results.filter((judged, index) => fresh.has(`${mainIds[index]}@${judged.outcome.slot}`))
}

/** A batch has few different slots, and thousands of rows: each names its slot by its place. */
const INSERT = `
  INSERT INTO results (series_id, slot, value, state, result_type, message_id, duration_ms)
  SELECT series_id, ($1::timestamptz[])[slot], value, state, result_type, message_id, duration_ms
  FROM unnest($2::int[], $3::int[], $4::float8[], $5::smallint[], $6::smallint[], $7::int[], $8::int[])
    AS r (series_id, slot, value, state, result_type, message_id, duration_ms)`

const UNIQUE_VIOLATION = '23505'

/** @returns whether results were refused because they, or some of them, have been stored before */
export function isStoredAlready(error: unknown): boolean {
  const { code, table } = error as { code?: unknown; table?: unknown }
  return code === UNIQUE_VIOLATION && typeof table === 'string' && table.startsWith('results_')
}

/** What this transaction has stored of these, where some were there already. */
const FRESH = `
  SELECT r.series_id, r.slot FROM unnest($1::int[], $2::timestamptz[]) AS wanted (series_id, slot)
  JOIN results r ON r.series_id = wanted.series_id AND r.slot = wanted.slot
  WHERE r.xmin = pg_current_xact_id()::xid`

/** The rows of one statement, as texts of arrays: the driver would look at every single number. */
class Columns {
  rows = 0
  readonly #slots: number[] = []
  readonly #columns: (number | null)[][] = [[], [], [], [], [], [], []]

  /** @returns the place of a slot, from 1 */
  placeOf(slot: number): number {
    const known = this.#slots.lastIndexOf(slot)
    return known >= 0 ? known + 1 : this.#slots.push(slot)
  }

  add(...row: (number | null)[]) {
    for (let column = 0; column < row.length; column++) this.#columns[column].push(row[column])
    this.rows++
  }

  values(): unknown[] {
    const slots = this.#slots.map((slot) => new Date(slot).toISOString())
    return [slots, ...this.#columns].map((each) => `{${each.map(textOf).join(',')}}`)
  }
}

function textOf(value: string | number | null): string {
  return value === null ? 'NULL' : String(value)
}

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
  const slot = columns.placeOf(outcome.slot)
  const type = RESULT_TYPES.indexOf(answer.type)
  const whole = severityOf(verdict.state)
  const message = messageIds.get(answer.message) ?? null
  columns.add(main, slot, answer.value, whole, type, message, answer.durationMs)
  for (const { name, instance = '', value } of answer.metrics) {
    const id = own!.get(instance, name)
    const state = verdict.instances[instance]?.state
    if (id !== undefined)
      columns.add(
        id,
        slot,
        value,
        state === undefined ? whole : severityOf(state),
        type,
        null,
        null
      )
  }
  return main
}
