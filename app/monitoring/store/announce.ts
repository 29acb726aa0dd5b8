import type { PoolClient } from 'pg'
import type { Consequences } from '../health/consequences.ts'
import type { JudgedResult } from '../health/standings_after.ts'

/** What pages are told: that these hosts and services changed, and of these hosts there are newer numbers. */
export interface Announcement {
  hosts: number[]
  services: number[]
  results: number[]
}

/** The channel of the database. */
export const CHANGES = 'changes'
/** PostgreSQL passes on no more than this at once. */
const MOST_BYTES = 7999

/** Tells open pages, once the batch is committed. */
export async function announce(
  client: PoolClient,
  results: readonly JudgedResult[],
  { changes, health }: Consequences
) {
  const hosts = new Set(changes.map(({ judged }) => judged.outcome.assignment.host.id))
  const others = new Set(results.map(({ outcome }) => outcome.assignment.host.id))
  const services = health.flatMap(({ subject }) => (subject.kind === 'service' ? subject.id : []))
  const said: Announcement = {
    hosts: [...hosts],
    services,
    results: [...others].filter((id) => !hosts.has(id)),
  }
  const text = JSON.stringify(said)
  // Too much to say: everything may have changed.
  await client.query('SELECT pg_notify($1, $2)', [CHANGES, text.length > MOST_BYTES ? '' : text])
}
