import type { PoolClient } from 'pg'
import { isSameStanding, type JudgedResult } from '../health/standings_after.ts'
import type { Consequences } from '../health/consequences.ts'
import { assignmentIn } from '../health/consequences.ts'
import type { Memory, Standing } from '../health/memory.ts'
import { severityOf } from '../states.ts'

interface StandingRow {
  judged: JudgedResult
  instance: string
  standing: Standing
}

/** Writes the standings that are new or different, and removes those that have ended. */
export async function writeStandings(
  client: PoolClient,
  standings: Consequences['standings'],
  memory: Memory
): Promise<void> {
  const written: StandingRow[] = []
  const ended: Omit<StandingRow, 'standing'>[] = []
  for (const [judged, after] of standings) {
    const before = assignmentIn(memory, judged).standings
    if (before === after) continue
    for (const [instance, standing] of after)
      if (!isSameStanding(before.get(instance), standing))
        written.push({ judged, instance, standing })
    for (const instance of before.keys()) if (!after.has(instance)) ended.push({ judged, instance })
  }
  if (written.length > 0) await client.query(UPSERT, rowsOf(written))
  if (ended.length > 0) await client.query(DELETE, keysOf(ended))
}

const UPSERT = `
  INSERT INTO current_states (host_id, check_id, plugin_id, instance, state, counts_as, since, reason, changed_at)
  SELECT * FROM unnest($1::int[], $2::int[], $3::int[], $4::text[], $5::smallint[], $6::smallint[], $7::timestamptz[],
    $8::text[], $9::timestamptz[])
  ON CONFLICT (host_id, check_id, plugin_id, instance) DO UPDATE SET state = excluded.state,
    counts_as = excluded.counts_as, since = excluded.since, reason = excluded.reason, changed_at = excluded.changed_at`

const DELETE = `
  DELETE FROM current_states USING unnest($1::int[], $2::int[], $3::int[], $4::text[])
    AS ended (host_id, check_id, plugin_id, instance)
  WHERE current_states.host_id = ended.host_id AND current_states.check_id = ended.check_id
    AND current_states.plugin_id = ended.plugin_id AND current_states.instance = ended.instance`

function rowsOf(rows: readonly StandingRow[]): unknown[][] {
  return [
    ...keysOf(rows),
    rows.map(({ standing }) => severityOf(standing.state)),
    rows.map(({ standing: { state, countsAs } }) =>
      countsAs === state ? null : severityOf(countsAs)
    ),
    rows.map(({ standing }) => new Date(standing.since)),
    rows.map(({ standing }) => standing.reason),
    rows.map(({ judged }) => new Date(judged.outcome.slot)),
  ]
}

/** @returns the key of an instance as four columns of a query */
export function keysOf(rows: readonly Omit<StandingRow, 'standing'>[]): unknown[][] {
  const assignments = rows.map(({ judged }) => judged.outcome.assignment)
  return [
    assignments.map(({ host }) => host.id),
    assignments.map(({ check }) => check.id),
    assignments.map(({ plugin }) => plugin.id),
    rows.map(({ instance }) => instance),
  ]
}
