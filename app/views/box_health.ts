import db from '@adonisjs/lucid/services/db'
import { moduleNamed } from '../monitoring/alert/modules/registry.ts'
import { healthOfSystem } from '../queries/health_of_system.ts'
import { rows } from '../queries/rows.ts'
import { readMailSettings } from '../settings/mail_settings.ts'

/** The foot of the navigation: does the watching itself work? */
export interface BoxHealth {
  /** `incomplete`: all works, and yet nobody is told of trouble. */
  level: 'ok' | 'incomplete' | 'failing'
  title: string
  /** Why not, or what works. */
  sentence: string
  /** Where an owner puts it right. */
  path?: string
}

/** @returns whether all parts of the system work, as its health report has it, and whether alerts can go out */
export async function readBoxHealth(): Promise<BoxHealth> {
  const { disk, database, scheduler, notifier } = await healthOfSystem(db.connection())
  if (disk.status !== 'ok') return failing(disk.reason!)
  const parts = { 'The database': database, 'Checking': scheduler, 'Sending alerts': notifier }
  for (const [name, { status, reason }] of Object.entries(parts)) {
    if (status !== 'ok') return failing(`${name} does not work. ${reason ?? ''}`)
  }
  const missing = await missingForAlerts()
  if (missing) {
    const title = 'This box tells nobody'
    return { level: 'incomplete', title, sentence: missing, path: '/alerts' }
  }
  const sentence = 'It checks on time and can send alerts.'
  return { level: 'ok', title: 'This box is OK', sentence }
}

function failing(sentence: string): BoxHealth {
  return { level: 'failing', title: 'This box is not OK', sentence }
}

/** @returns what somebody has to set up before anybody is told; null when nothing is missing */
async function missingForAlerts(): Promise<string | null> {
  const used = await rows<{ module: string }>('SELECT DISTINCT module FROM alerts WHERE is_enabled')
  if (used.length === 0)
    return 'It checks on time. Add an alert, so that somebody is told of trouble.'
  const context = { mail: await readMailSettings(), now: new Date() }
  const missing = used.map(({ module }) => moduleNamed(module)?.missing(context) ?? null)
  return missing.find((sentence) => sentence !== null) ?? null
}
