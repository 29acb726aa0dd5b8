import Alert from '../models/alert.ts'
import { notFound } from '../saving/find.ts'

/** @throws NotFound */
export async function findAlert(id: number): Promise<Alert> {
  const alert = await Alert.find(id)
  if (!alert) throw notFound('alerts', id)
  return alert
}
