import type { Pool } from 'pg'
import { HOURLY_RESULTS, partName, type Partitioned, RESULTS } from '../store/partitions.ts'

const DAY_MS = 86_400_000
const AT_ONCE = 10_000

/** How long history is kept, in days. */
export interface Retention {
  /** Every single result. */
  rawDays: number
  /** Results gathered by the hour, and what happened: changes, incidents, messages, misses, logs. */
  hourlyDays: number
}

/** Rows that are deleted by age, and by what. What is still open is kept. */
const AGED: [table: string, isOld: string][] = [
  ['misses', 'to_slot < $1'],
  ['transitions', 'at < $1'],
  ['system_logs', 'at < $1'],
  ['notifications', `created_at < $1 AND status NOT IN ('held', 'waiting', 'sending')`],
  ['incidents', 'closed_at < $1'],
]

/**
 * Drops history that is older than it is to be kept, whole parts at a time.
 * @param now milliseconds since 1970; must be known to be right
 * @returns the names of the parts that were dropped
 */
export async function dropOld(pool: Pool, now: number, retention: Retention): Promise<string[]> {
  const rawUntil = now - retention.rawDays * DAY_MS
  const hourlyUntil = now - retention.hourlyDays * DAY_MS
  const dropped = [
    ...(await dropParts(pool, RESULTS, rawUntil)),
    ...(await dropParts(pool, HOURLY_RESULTS, hourlyUntil)),
  ]
  for (const [table, isOld] of AGED) await deleteRows(pool, table, isOld, new Date(hourlyUntil))
  await pool.query('DELETE FROM hours_to_gather WHERE hour < $1', [new Date(rawUntil)])
  return dropped
}

async function dropParts(pool: Pool, of: Partitioned, until: number): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(
    'SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = to_regclass($1)',
    [of.table]
  )
  const old = rows.map(({ name }) => name).filter((name) => isOver(of, name, until))
  for (const name of old) {
    // Whoever reads it now is waited for, and nobody has to wait for us: a batch of results least of all.
    await pool.query(`ALTER TABLE ${of.table} DETACH PARTITION ${name} CONCURRENTLY`)
    await pool.query(`DROP TABLE ${name}`)
  }
  return old
}

/** @returns whether all of a part is older */
function isOver(of: Partitioned, name: string, until: number): boolean {
  const [, year, month, day] = /_(\d{4})(\d\d)(\d\d)$/.exec(name) ?? []
  const from = Date.UTC(Number(year), Number(month) - 1, Number(day))
  const { to } = of.partAt(from)
  return partName(of, from) === name && to <= until
}

async function deleteRows(pool: Pool, table: string, isOld: string, until: Date) {
  for (;;) {
    const { rowCount } = await pool.query(
      `DELETE FROM ${table} WHERE ctid IN (SELECT ctid FROM ${table} WHERE ${isOld} LIMIT ${AT_ONCE})`,
      [until]
    )
    if (!rowCount || rowCount < AT_ONCE) return
  }
}
