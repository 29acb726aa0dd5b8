import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { changeConfiguration } from './change_configuration.ts'
import { find } from './find.ts'
import type { Kind } from './tables.ts'

/**
 * Deletes something with all that belongs to it: the database takes results, rules and memberships along, and switches
 * off alerts that were for nothing else.
 * @param before throws Conflict for what has to stay, or puts in order what stays
 * @throws NotFound
 */
export function remove(
  kind: Kind,
  id: number,
  before: (trx: TransactionClientContract, row: Record<string, unknown>) => unknown = () => null
): Promise<void> {
  return changeConfiguration(async (trx) => {
    const row = await find(trx, kind, id)
    await before(trx, { ...row })
    await trx.from(kind).where('id', id).delete()
  })
}
