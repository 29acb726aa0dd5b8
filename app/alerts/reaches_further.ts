import db from '@adonisjs/lucid/services/db'
import type Alert from '../models/alert.ts'

/** @returns whether an alert is for more than hosts: the form of the pages knows no groups and services yet */
export async function reachesFurther({ id, appliesTo }: Alert): Promise<boolean> {
  if (appliesTo === 'all' || appliesTo === 'all_services') return true
  for (const table of ['alert_host_groups', 'alert_services'])
    if (await db.from(table).where('alert_id', id).first()) return true
  return false
}
