import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { Kind } from './tables.ts'

/**
 * Writes the columns of something itself; those that are undefined stay as they are.
 * @param id what changes; something new is made without it
 * @returns its id
 */
export async function saveRow(
  trx: TransactionClientContract,
  kind: Kind,
  columns: Record<string, unknown>,
  id?: number
): Promise<number> {
  const given = Object.fromEntries(
    Object.entries(columns).filter(([, value]) => value !== undefined)
  )
  if (id === undefined) {
    const [row] = await trx.table(kind).insert(given).returning('id')
    return Number(typeof row === 'object' ? row.id : row)
  }
  // Also where only members change: it was changed, and the core has to look again.
  await trx
    .from(kind)
    .where('id', id)
    .update({ ...given, updated_at: new Date() })
  return id
}
