import type { PoolClient } from 'pg'
import type { StandingChange } from '../health/standings_after.ts'
import { severityOf } from '../states.ts'
import { keysOf } from './write_standings.ts'

/** A trouble from its first change away from ok. */
export interface Incident {
  id: number
  /** Milliseconds since 1970. */
  openedAt: number
}

/** The incident each change belongs to, where there is one. */
export type Incidents = ReadonlyMap<StandingChange, Incident>

/**
 * Opens, worsens or closes the incidents that changes belong to. Good news without an open incident closes nothing.
 * @param changes at most one per instance
 */
export async function writeIncidents(
  client: PoolClient,
  changes: readonly StandingChange[]
): Promise<Incidents> {
  const incidents = new Map<StandingChange, Incident>()
  const isOver = ({ to }: StandingChange) => to === 'ok' || to === 'no_data'
  const over = changes.filter(isOver)
  const bad = changes.filter((change) => !isOver(change))
  if (bad.length > 0) await write(client, OPEN, bad, incidents)
  if (over.length > 0) await write(client, CLOSE, over, incidents)
  return incidents
}

const OPEN = `
  INSERT INTO incidents (host_id, check_id, plugin_id, instance, opened_at, worst_state)
  SELECT * FROM unnest($1::int[], $2::int[], $3::int[], $4::text[], $5::timestamptz[], $6::smallint[])
  ON CONFLICT (host_id, check_id, plugin_id, instance) WHERE closed_at IS NULL
  DO UPDATE SET worst_state = greatest(incidents.worst_state, excluded.worst_state)
  RETURNING id, opened_at, host_id, check_id, plugin_id, instance`

const CLOSE = `
  UPDATE incidents SET closed_at = over.at
  FROM unnest($1::int[], $2::int[], $3::int[], $4::text[], $5::timestamptz[], $6::smallint[])
    AS over (host_id, check_id, plugin_id, instance, at, state)
  WHERE incidents.host_id = over.host_id AND incidents.check_id = over.check_id
    AND incidents.plugin_id = over.plugin_id AND incidents.instance = over.instance AND incidents.closed_at IS NULL
  RETURNING incidents.id, incidents.opened_at, incidents.host_id, incidents.check_id, incidents.plugin_id, incidents.instance`

interface IncidentRow {
  id: number
  opened_at: Date
  host_id: number
  check_id: number
  plugin_id: number
  instance: string
}

async function write(
  client: PoolClient,
  sql: string,
  changes: readonly StandingChange[],
  incidents: Map<StandingChange, Incident>
) {
  const { rows } = await client.query<IncidentRow>(sql, [
    ...keysOf(changes),
    changes.map(({ judged }) => new Date(judged.outcome.slot)),
    changes.map(({ to }) => severityOf(to)),
  ])
  const found = new Map(
    rows.map((row) => [
      `${row.host_id}:${row.check_id}:${row.plugin_id}:${row.instance}`,
      { id: row.id, openedAt: row.opened_at.getTime() },
    ])
  )
  for (const change of changes) {
    const incident = found.get(`${change.judged.outcome.assignment.key}:${change.instance}`)
    if (incident) incidents.set(change, incident)
  }
}
