import { hostname } from 'node:os'
import { join } from 'node:path'
import encryption from '@adonisjs/core/services/encryption'
import logger from '@adonisjs/core/services/logger'
import { openJobDatabase } from '../jobs/database.ts'
import env from '#start/env'
import { dataFolderOfThisProcess, liesIn } from '#supervisor/data_folder'
import { refuseLastSpace } from '#supervisor/disk_space'
import { addressingOf } from './alert/addressing.ts'
import { startClassifier } from './classify/classifier.ts'
import { systemClock } from './clock.ts'
import { type CoreTurn, startCore } from './core.ts'
import { reportOnRules } from './logs/report_on_rules.ts'
import { recallPoints } from './store/recall_points.ts'
import type { Store } from './store/store.ts'

/** Rules run under a number nothing else uses, when there is root to give up. */
const CLASSIFIER_USER = 64_048

/** @returns what starts a classifier without the rights of root */
export function classifierUser() {
  const isRoot = process.getuid?.() === 0
  return isRoot ? { dropTo: { uid: CLASSIFIER_USER, gid: CLASSIFIER_USER } } : {}
}

/**
 * Puts the core together for this machine and starts it.
 * @param suffix tells several cores of one installation apart
 * @param onTurn is told when it has to wait for another core, and when it works
 */
export async function runCore(suffix = '', onTurn?: (turn: CoreTurn) => void) {
  const { pool, log } = openJobDatabase()
  const rules = reportOnRules(log)
  const classifier = startClassifier({
    ...classifierUser(),
    onFault: rules.fault,
    historiesOf: (lacking) => recallPoints(pool, lacking),
  })
  const core = await startCore({
    pool,
    clock: systemClock,
    classifier,
    log,
    holder: `${hostname()}:${dataFolderOfThisProcess()}${suffix}`,
    decrypt,
    addressing: addressingOf((text) => encryption.encrypt(text), decrypt),
    spoolPath: join(dataFolderOfThisProcess(), 'spool', `core${suffix}.jsonl`),
    ...(liesIn(dataFolderOfThisProcess(), env.get('DATABASE_URL')) && { guardStore: leaveRoom }),
    ...(onTurn && { onTurn }),
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
