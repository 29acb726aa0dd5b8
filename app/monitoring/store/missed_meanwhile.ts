import type { Pool } from 'pg'
import { assignmentKey } from '../configuration/configuration.ts'
import { MISS_REASONS } from '../dispatch/outcome.ts'

interface MissRow {
  host_id: number
  check_id: number
  plugin_id: number
  from_slot: Date
  to_slot: Date
}

/**
 * While a spool waited for its core, another core may have worked and recorded its slots as missed: they have ended, and
 * what the spool knows of them comes too late.
 * @param since the oldest slot of the spool, milliseconds since 1970
 * @returns whether a slot of an assignment is among them
 */
export async function loadMissedMeanwhile(
  pool: Pool,
  since: number
): Promise<(key: string, slot: number) => boolean> {
  const { rows } = await pool.query<MissRow>(
    'SELECT * FROM misses WHERE to_slot >= $1 AND reason = $2',
    [new Date(since), MISS_REASONS.stopped]
  )
  const byKey = Map.groupBy(rows, (row) => assignmentKey(row.host_id, row.check_id, row.plugin_id))
  const holds = (slot: number) => (row: MissRow) =>
    row.from_slot.getTime() <= slot && slot <= row.to_slot.getTime()
  return (key, slot) => byKey.get(key)?.some(holds(slot)) ?? false
}
