import type { Pool } from 'pg'
import { addressOf, keyOf, nameOf, offsetMs, slicesOf, type Fleet, type Grid } from './fleet.ts'

/** How the hosts of a benchmark are reached. */
export interface Access {
  port: number
  certificatePem: string
  encrypt(text: string): string
}

/** Registers the hosts and their checks, in bulk. They have no schedule yet: see `setGrid`. */
export async function loadFleet(pool: Pool, fleet: Fleet, access: Access): Promise<void> {
  // The machine itself is not part of what is measured.
  await pool.query('UPDATE hosts SET paused_at = now() WHERE is_self')
  const all = Array.from({ length: fleet.hosts }, (_, host) => host)
  await pool.query(HOSTS, [
    all.map(nameOf),
    all.map(addressOf),
    all.map((host) => access.encrypt(keyOf(host))),
    access.port,
    access.certificatePem,
  ])
  for (const slice of slicesOf(fleet))
    await pool.query(CHECK, [slice.name, slice.hosts.map(nameOf), slice.plugins])
  await pool.query(ALERT, ['Everything critical', access.encrypt('{"to":["anna@example.test"]}')])
}

const HOSTS = `
  INSERT INTO hosts (name, address, encrypted_key, port, certificate_pem)
  SELECT name, address, key, $4, $5 FROM unnest($1::text[], $2::text[], $3::text[]) AS host (name, address, key)`

const CHECK = `
  WITH made AS (INSERT INTO checks (name) VALUES ($1) RETURNING id),
    with_hosts AS (INSERT INTO check_hosts (check_id, host_id)
      SELECT made.id, hosts.id FROM made, hosts WHERE hosts.name = ANY($2::text[])),
    with_schedule AS (INSERT INTO schedules (name) VALUES ($1) RETURNING id),
    scheduled AS (INSERT INTO schedule_checks (schedule_id, check_id) SELECT with_schedule.id, made.id FROM with_schedule, made)
  INSERT INTO check_plugins (check_id, plugin_id)
    SELECT made.id, plugins.id FROM made, plugins WHERE identifier = ANY($3::text[])`

/** Is compared with every change, and never has anything to tell: no answer of the benchmark is that bad. */
const ALERT = `
  INSERT INTO alerts (name, module, encrypted_options, from_states, to_states, applies_to)
  VALUES ($1, 'email', $2, '{0,1,2,3,4,5}', '{6}', 'all_hosts')`

/** Gives every check its slots from now on. The core takes that over as it takes over any change of the settings. */
export async function setGrid(pool: Pool, fleet: Fleet, grid: Grid): Promise<void> {
  const slices = slicesOf(fleet)
  await pool.query(INTERVALS, [
    slices.map((slice) => slice.name),
    slices.map((slice) => new Date(grid.base + offsetMs(slice, grid))),
    grid.intervalMs / 1000,
  ])
}

const INTERVALS = `
  WITH gone AS (DELETE FROM intervals WHERE schedule_id IN (SELECT id FROM schedules WHERE name = ANY($1::text[])))
  INSERT INTO intervals (schedule_id, start_at, every, unit)
  SELECT schedules.id, start_at, $3, 'second'
  FROM unnest($1::text[], $2::timestamptz[]) AS wanted (name, start_at) JOIN schedules USING (name)`
