import encryption from '@adonisjs/core/services/encryption'
import type { Pool } from 'pg'
import { readMailSettings } from '../settings/mail_settings.ts'
import { startNotifier } from './alert/notifier.ts'
import { systemClock } from './clock.ts'
import type { SystemLog } from './logs/system_log.ts'

/** Puts the notifier together for this installation and starts it. */
export function runNotifier(pool: Pool, log: SystemLog) {
  return startNotifier({
    ...{ pool, log, clock: systemClock },
    encrypt: (text) => encryption.encrypt(text),
    decrypt: (text) => encryption.decrypt<string>(text),
    mailSettings: readMailSettings,
  })
}
