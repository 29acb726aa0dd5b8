import type Alert from '../models/alert.ts'
import { remove } from '../saving/remove.ts'

/**
 * Deletes an alert; what waits to be sent by it is sent to nobody any more.
 * @throws NotFound
 */
export function deleteAlert({ id }: Pick<Alert, 'id'>): Promise<void> {
  return remove('alerts', id, (trx) =>
    trx
      .from('notifications')
      .where('alert_id', id)
      .whereIn('status', ['held', 'waiting', 'sending'])
      .update({ status: 'failed', last_error: 'The alert was deleted.', claimed_until: null })
  )
}
