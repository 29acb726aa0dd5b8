import db from '@adonisjs/lucid/services/db'
import type Alert from '../models/alert.ts'

/** Deletes an alert; what waits to be sent by it is sent to nobody any more. */
export async function deleteAlert(alert: Alert) {
  await db.transaction(async (trx) => {
    await trx
      .from('notifications')
      .where('alert_id', alert.id)
      .whereIn('status', ['waiting', 'sending'])
      .update({ status: 'failed', last_error: 'The alert was deleted.', claimed_until: null })
    await alert.useTransaction(trx).delete()
  })
}
