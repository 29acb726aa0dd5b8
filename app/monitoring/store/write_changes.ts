import type { PoolClient } from 'pg'
import type { HealthChange } from '../alert/matching.ts'
import {
  isSameStanding,
  type JudgedResult,
  type StandingChange,
} from '../health/standings_after.ts'
import type { Standing } from '../health/memory.ts'
import { severityOf } from '../states.ts'

/** Writes the standings of one assignment that are new or different, and removes those that have ended. */
export async function writeStandings(
  client: PoolClient,
  { outcome }: JudgedResult,
  before: ReadonlyMap<string, Standing>,
  after: ReadonlyMap<string, Standing>
) {
  const { host, check, plugin } = outcome.assignment
  const key = [host.id, check.id, plugin.id]
  for (const [instance, standing] of after) {
    if (isSameStanding(before.get(instance), standing)) continue
    const countsAs = standing.countsAs === standing.state ? null : severityOf(standing.countsAs)
    const since = new Date(standing.since)
    await client.query(UPSERT_STANDING, [
      ...key,
      instance,
      severityOf(standing.state),
      countsAs,
      since,
      standing.reason,
      new Date(outcome.slot),
    ])
  }
  const ended = [...before.keys()].filter((instance) => !after.has(instance))
  if (ended.length > 0) await client.query(DELETE_STANDINGS, [...key, ended])
}

const UPSERT_STANDING = `
  INSERT INTO current_states (host_id, check_id, plugin_id, instance, state, counts_as, since, reason, changed_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
  ON CONFLICT (host_id, check_id, plugin_id, instance) DO UPDATE SET state = excluded.state,
    counts_as = excluded.counts_as, since = excluded.since, reason = excluded.reason, changed_at = excluded.changed_at`

const DELETE_STANDINGS = `
  DELETE FROM current_states WHERE host_id = $1 AND check_id = $2 AND plugin_id = $3 AND instance = ANY($4::text[])`

/**
 * Opens, worsens or closes the incident a change belongs to.
 * @returns its number; null when good news closes nothing
 */
export async function writeIncident(
  client: PoolClient,
  change: StandingChange
): Promise<number | null> {
  const { assignment, slot } = change.judged.outcome
  const key = [assignment.host.id, assignment.check.id, assignment.plugin.id, change.instance]
  const isOver = change.to === 'ok' || change.to === 'no_data'
  const { rows } = isOver
    ? await client.query<{ id: number }>(CLOSE_INCIDENT, [...key, new Date(slot)])
    : await client.query<{ id: number }>(OPEN_INCIDENT, [
        ...key,
        severityOf(change.to),
        new Date(slot),
      ])
  return rows[0]?.id ?? null
}

const OPEN_INCIDENT = `
  INSERT INTO incidents (host_id, check_id, plugin_id, instance, worst_state, opened_at)
  VALUES ($1, $2, $3, $4, $5, $6)
  ON CONFLICT (host_id, check_id, plugin_id, instance) WHERE closed_at IS NULL
  DO UPDATE SET worst_state = greatest(incidents.worst_state, excluded.worst_state) RETURNING id`

const CLOSE_INCIDENT = `
  UPDATE incidents SET closed_at = $5
  WHERE host_id = $1 AND check_id = $2 AND plugin_id = $3 AND instance = $4 AND closed_at IS NULL RETURNING id`

export async function writeTransition(
  client: PoolClient,
  change: StandingChange,
  incidentId: number | null
) {
  await insertTransition(client, 'result', change, change.from, change.to, incidentId)
}

/** Keeps the health of a host, and the moment it changed for the bar of the last 24 hours. */
export async function writeHealth(
  client: PoolClient,
  change: HealthChange,
  incidentId: number | null
) {
  const at = new Date(change.cause.judged.outcome.slot)
  await client.query(
    `INSERT INTO host_health (host_id, state, since) VALUES ($1, $2, $3)
     ON CONFLICT (host_id) DO UPDATE SET state = excluded.state, since = excluded.since`,
    [change.hostId, severityOf(change.to), at]
  )
  await insertTransition(client, 'host', change.cause, change.from, change.to, incidentId)
}

async function insertTransition(
  client: PoolClient,
  kind: 'result' | 'host',
  cause: StandingChange,
  from: StandingChange['from'],
  to: StandingChange['to'],
  incidentId: number | null
) {
  const { assignment, slot } = cause.judged.outcome
  await client.query(
    `INSERT INTO transitions (kind, host_id, check_id, plugin_id, instance, incident_id, from_state, to_state, at, reason)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      kind,
      assignment.host.id,
      assignment.check.id,
      assignment.plugin.id,
      cause.instance,
      incidentId,
      severityOf(from),
      severityOf(to),
      new Date(slot),
      cause.reason,
    ]
  )
}
