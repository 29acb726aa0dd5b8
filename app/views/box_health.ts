import db from '@adonisjs/lucid/services/db'
import { healthOfSystem } from '../queries/health_of_system.ts'

/** The foot of the navigation: does the watching itself work? */
export interface BoxHealth {
  isOk: boolean
  /** One sentence: why not, or what works. */
  sentence: string
}

/** @returns whether all parts of the system work, as its health report has it */
export async function readBoxHealth(): Promise<BoxHealth> {
  const { disk, database, scheduler, notifier } = await healthOfSystem(db.connection())
  if (disk.status !== 'ok') return { isOk: false, sentence: disk.reason! }
  const parts = { 'The database': database, 'Checking': scheduler, 'Sending alerts': notifier }
  for (const [name, { status, reason }] of Object.entries(parts)) {
    if (status !== 'ok') return { isOk: false, sentence: `${name} does not work. ${reason ?? ''}` }
  }
  return { isOk: true, sentence: 'It checks on time and can send alerts.' }
}
