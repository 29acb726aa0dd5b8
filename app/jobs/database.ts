import logger from '@adonisjs/core/services/logger'
import pg from 'pg'
import env from '#start/env'
import { createSystemLog } from '../monitoring/logs/system_log.ts'

/** A core that hangs inside a transaction holds the epoch: no other could take over, and none of ours waits inside one. */
const IDLE_IN_TRANSACTION_MS = 10_000

/** @returns connections of a worker's own, and the System Logs written through them */
export function openJobDatabase() {
  const pool = new pg.Pool({
    connectionString: env.get('DATABASE_URL'),
    max: 4,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
  })
  pool.on('error', (error) => logger.warn(`a connection to the database broke: ${error.message}`))
  // One that breaks between two queries of a transaction would end the process; its next query fails by itself.
  pool.on('connect', (client) => client.on('error', () => undefined))
  const log = createSystemLog(pool, (entry, error) =>
    logger.error({ err: error, entry }, 'a log line was lost')
  )
  return { pool, log }
}
