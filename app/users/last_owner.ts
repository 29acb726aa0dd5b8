import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { Conflict } from '../exceptions/refusals.ts'

/**
 * Holds all owners until the transaction ends, so that two of them cannot go at the same moment.
 * @returns their ids
 */
export async function lockOwners(trx: TransactionClientContract): Promise<number[]> {
  const { rows } = await trx.rawQuery<{ rows: { id: number }[] }>(
    "SELECT id FROM users WHERE role = 'owner' ORDER BY id FOR UPDATE"
  )
  return rows.map((row) => row.id)
}

/** @throws Conflict when nobody else could change anything any more */
export function refuseLastOwner(owners: readonly number[], id: number) {
  if (owners.length !== 1 || owners[0] !== id) return
  throw new Conflict('This is the last owner. Make somebody else an owner first.')
}
