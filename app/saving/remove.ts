import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { changeConfiguration } from './change_configuration.ts'
import { find } from './find.ts'
import type { Kind } from './tables.ts'

/**
 * Deletes something with all that belongs to it: the database takes results, rules and memberships along, and switches
 * off alerts that were for nothing else.
 * @param refuse throws Conflict for what has to stay
 * @throws NotFound
 */
export function remove(
  kind: Kind,
  id: number,
  refuse: (trx: TransactionClientContract, row: Record<string, unknown>) => unknown = () => null
): Promise<void> {
  return changeConfiguration(async (trx) => {
    const row = await find(trx, kind, id)
    await refuse(trx, { ...row })
    await trx.from(kind).where('id', id).delete()
  })
}
