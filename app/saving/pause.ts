import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { changeConfiguration } from './change_configuration.ts'
import { find, type Found } from './find.ts'

type Pausable = 'hosts' | 'checks' | 'plugins'

/**
 * Leaves something alone for a while. Pausing twice keeps the first moment.
 * @throws NotFound
 */
export function pause(kind: Pausable, id: number): Promise<Found> {
  return changeConfiguration(async (trx) => {
    const { paused_at } = await find(trx, kind, id)
    if (!paused_at) await set(trx, kind, id, new Date())
    const { name, paused_at: since } = await find(trx, kind, id)
    return { id, name, paused_at: since }
  })
}

/**
 * Ends a pause; without one nothing happens.
 * @throws NotFound
 */
export function goOn(kind: Pausable, id: number): Promise<void> {
  return changeConfiguration(async (trx) => {
    const { paused_at } = await find(trx, kind, id)
    if (paused_at) await set(trx, kind, id, null)
  })
}

async function set(
  trx: TransactionClientContract,
  kind: Pausable,
  id: number,
  pausedAt: Date | null
) {
  await trx.from(kind).where('id', id).update({ paused_at: pausedAt, updated_at: new Date() })
}
