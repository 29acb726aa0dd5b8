import type { PoolClient } from 'pg'
import type { Assignment } from '../configuration/configuration.ts'
import type { Miss, Outcome } from '../dispatch/outcome.ts'

/** Records that slots ended without a result. */
export async function writeMisses(client: PoolClient, misses: readonly Miss[]) {
  if (misses.length === 0) return
  await client.query(
    `INSERT INTO misses (host_id, check_id, plugin_id, from_slot, to_slot, slot_count, reason)
     SELECT * FROM unnest($1::int[], $2::int[], $3::int[], $4::timestamptz[], $5::timestamptz[], $6::int[], $7::text[])
     ON CONFLICT DO NOTHING`,
    [
      ...idsOf(misses.map((miss) => miss.assignment)),
      misses.map((miss) => new Date(miss.range.from)),
      misses.map((miss) => new Date(miss.range.to)),
      misses.map((miss) => miss.range.count),
      misses.map((miss) => miss.reason),
    ]
  )
}

/** Moves the mark up to which every slot is a result or a recorded miss. It never goes back. */
export async function writeProgress(
  client: PoolClient,
  outcomes: readonly Outcome[],
  misses: readonly Miss[]
) {
  // By key: the same assignment is another object after a change of the configuration.
  const last = new Map<string, { assignment: Assignment; slot: number }>()
  const raise = (assignment: Assignment, slot: number) => {
    const { slot: known = slot } = last.get(assignment.key) ?? {}
    last.set(assignment.key, { assignment, slot: Math.max(slot, known) })
  }
  for (const outcome of outcomes) raise(outcome.assignment, outcome.slot)
  for (const miss of misses) raise(miss.assignment, miss.range.to)
  await client.query(
    `INSERT INTO assignment_progress (host_id, check_id, plugin_id, settled_slot)
     SELECT * FROM unnest($1::int[], $2::int[], $3::int[], $4::timestamptz[])
     ON CONFLICT (host_id, check_id, plugin_id) DO UPDATE SET settled_slot = excluded.settled_slot
     WHERE assignment_progress.settled_slot < excluded.settled_slot`,
    [
      ...idsOf([...last.values()].map((each) => each.assignment)),
      [...last.values()].map((each) => new Date(each.slot)),
    ]
  )
}

function idsOf(assignments: readonly Assignment[]): number[][] {
  return [
    assignments.map((each) => each.host.id),
    assignments.map((each) => each.check.id),
    assignments.map((each) => each.plugin.id),
  ]
}
