import { hostname } from 'node:os'
import encryption from '@adonisjs/core/services/encryption'
import logger from '@adonisjs/core/services/logger'
import pg from 'pg'
import env from '#start/env'
import { dataFolderOfThisProcess, liesIn } from '#supervisor/data_folder'
import { refuseLastSpace } from '#supervisor/disk_space'
import { addressingOf } from './alert/addressing.ts'
import { startClassifier } from './classify/classifier.ts'
import { systemClock } from './clock.ts'
import { startCore } from './core.ts'
import { createSystemLog } from './logs/system_log.ts'
import { reportOnRules } from './logs/report_on_rules.ts'
import type { Store } from './store/store.ts'

/** Rules run under a number nothing else uses, when there is root to give up. */
const CLASSIFIER_USER = 64_048

/**
 * Puts the core together for this machine and starts it.
 * @param suffix tells several cores of one installation apart
 */
export async function runCore(suffix = '') {
  const pool = new pg.Pool({ connectionString: env.get('DATABASE_URL'), max: 4 })
  pool.on('error', (error) =>
    logger.warn(`a connection of the core to the database broke: ${error.message}`)
  )
  const log = createSystemLog(pool, (entry, error) =>
    logger.error({ err: error, entry }, 'a log line was lost')
  )
  const rules = reportOnRules(log)
  const isRoot = process.getuid?.() === 0
  const classifier = startClassifier({
    ...(isRoot && { dropTo: { uid: CLASSIFIER_USER, gid: CLASSIFIER_USER } }),
    onFault: rules.fault,
  })
  const core = await startCore({
    pool,
    clock: systemClock,
    classify: (requests) => classifier.classify(requests),
    log,
    holder: `${hostname()}:${dataFolderOfThisProcess()}${suffix}`,
    decrypt,
    addressing: addressingOf((text) => encryption.encrypt(text), decrypt),
    ...(liesIn(dataFolderOfThisProcess(), env.get('DATABASE_URL')) && { guardStore: leaveRoom }),
    onLost: () => process.exit(75),
  })
  return {
    async stop() {
      const lost = await core.stop()
      if (lost > 0)
        logger.error(
          `${lost} slots could not be stored; they will be recorded as missed at the next start`
        )
      await classifier.stop()
      await pool.end()
    },
  }
}

/** The last space is for reading: a database that has none takes no connections. */
function leaveRoom(store: Store): Store {
  return {
    ...store,
    async save(batch) {
      refuseLastSpace(dataFolderOfThisProcess())
      await store.save(batch)
    },
  }
}

function decrypt(text: string): string | null {
  return encryption.decrypt<string>(text)
}
