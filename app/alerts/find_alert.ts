import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import Alert from '../models/alert.ts'
import { notFound } from '../saving/find.ts'

/** @throws NotFound */
export async function findAlert(id: number, trx?: TransactionClientContract): Promise<Alert> {
  const alert = await Alert.find(id, { client: trx })
  if (!alert) throw notFound('alerts', id)
  return alert
}
