import db from '@adonisjs/lucid/services/db'
import { Conflict } from '../exceptions/refusals.ts'
import { find, notFound } from '../saving/find.ts'

const COLUMNS = { hosts: 'host_id', checks: 'check_id' } as const

/**
 * "Run now", everything on a host or everything of a check: the core takes the request once it has seen the
 * configuration of this moment.
 * @throws NotFound; Conflict when it is paused
 */
export async function askForRun(kind: keyof typeof COLUMNS, id: number) {
  const { name, paused_at } = await find(db.connection(), kind, id)
  if (paused_at) throw new Conflict(`${name} is paused. Let it go on first.`)
  const column = COLUMNS[kind]
  const { rows } = await db.rawQuery(
    `INSERT INTO run_requests (${column}, revision)
     SELECT t.id, revision FROM configuration_revision, ${kind} t WHERE t.id = ?
     RETURNING id, host_id, check_id, requested_at`,
    [id]
  )
  if (!rows[0]) throw notFound(kind, id)
  return { ...rows[0], id: Number(rows[0].id) }
}
