import type { Pool } from 'pg'
import type { Fleet } from './fleet.ts'
import { loadEarlierPast, settleDown } from './load_past.ts'

const HOUR_MS = 3_600_000
const DAYS = 30
/** Raw results of a month are billions: most hosts have a few a day, those whose pages are opened have many. */
const COARSE_MS = 6 * HOUR_MS
const FINE_MS = HOUR_MS / 6
const TROUBLES = 20

/** What the pages show of thirty days: results, and what went wrong in between. */
export async function loadMonth(pool: Pool, fleet: Fleet, opened: number[]): Promise<void> {
  const endsAt = Date.now() - HOUR_MS
  const all = Array.from({ length: fleet.hosts }, (_, host) => host)
  const count = (stepMs: number) => Math.floor((DAYS * 24 * HOUR_MS) / stepMs)
  const coarse = { endsAt, stepMs: COARSE_MS, count: count(COARSE_MS), hosts: all }
  await loadEarlierPast(pool, fleet, coarse)
  const fine = { endsAt, stepMs: FINE_MS, count: count(FINE_MS), hosts: opened }
  await loadEarlierPast(pool, fleet, fine)
  await pool.query(INCIDENTS, [TROUBLES, `${DAYS} days`])
  await pool.query(TRANSITIONS)
  await settleDown(pool)
}

/** Each host has had some troubles with its memory, an hour each; the last ones are younger than a day. */
const INCIDENTS = `
  INSERT INTO incidents (host_id, check_id, plugin_id, worst_state, opened_at, closed_at)
  SELECT host_id, check_id, plugin_id, 5, at, at + interval '1 hour'
  FROM series JOIN plugins ON plugins.id = plugin_id AND identifier = 'memory'
  CROSS JOIN generate_series(1, $1::int) AS trouble
  CROSS JOIN LATERAL (
    SELECT now() - trouble * ($2::interval / $1::int) + (host_id % 24) * interval '1 hour' AS at
  ) times
  WHERE metric = ''`

const TRANSITIONS = `
  INSERT INTO transitions (kind, host_id, check_id, plugin_id, incident_id, from_state, to_state, at, reason)
  SELECT kind, host_id, check_id, plugin_id, incidents.id, from_state, to_state, at, 'Almost no memory is left.'
  FROM incidents CROSS JOIN (VALUES ('result'), ('host')) AS kinds (kind)
  CROSS JOIN LATERAL (VALUES (1, 5, opened_at), (5, 1, closed_at)) AS moves (from_state, to_state, at)
  WHERE closed_at IS NOT NULL`
