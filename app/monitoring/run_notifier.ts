import encryption from '@adonisjs/core/services/encryption'
import logger from '@adonisjs/core/services/logger'
import pg from 'pg'
import env from '#start/env'
import { readMailSettings } from '../settings/mail_settings.ts'
import { startNotifier } from './alert/notifier.ts'
import { systemClock } from './clock.ts'
import { createSystemLog } from './logs/system_log.ts'

/** Puts the notifier together for this installation and starts it. */
export async function runNotifier() {
  const pool = new pg.Pool({ connectionString: env.get('DATABASE_URL'), max: 3 })
  pool.on('error', (error) =>
    logger.warn(`a connection of the notifier to the database broke: ${error.message}`)
  )
  const log = createSystemLog(pool, (entry, error) =>
    logger.error({ err: error, entry }, 'a log line was lost')
  )
  const notifier = startNotifier({
    pool,
    clock: systemClock,
    log,
    encrypt: (text) => encryption.encrypt(text),
    decrypt: (text) => encryption.decrypt<string>(text),
    mailSettings: readMailSettings,
  })
  return {
    async stop() {
      await notifier.stop()
      await pool.end()
    },
  }
}
