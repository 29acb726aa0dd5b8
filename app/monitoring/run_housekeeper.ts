import type { Pool } from 'pg'
import { systemClock } from './clock.ts'
import { clearDeleted } from './history/clear_deleted.ts'
import { dropOld, type Retention } from './history/drop_old.ts'
import { gatherHours } from './history/gather_hours.ts'
import { type Chore, startHousekeeper } from './history/housekeeper.ts'
import { isTimeSynchronised } from './history/is_time_synchronised.ts'
import { keepClock } from './history/keep_clock.ts'
import type { SystemLog } from './logs/system_log.ts'

export interface HousekeeperInstallation {
  pool: Pool
  log: SystemLog
  /** @returns how long history is kept */
  retention(): Promise<Retention>
  /** What other parts of the program have to be cleared of. */
  others: readonly Chore[]
}

/** Puts the housekeeper together for this installation and starts it. */
export function runHousekeeper({ pool, log, retention, others }: HousekeeperInstallation) {
  const clock = keepClock(pool, systemClock, log, isTimeSynchronised)
  const ifBelieved = (work: () => Promise<unknown>) => async () => {
    if (clock.isBelieved()) await work()
  }
  const chores: Chore[] = [
    { name: 'Looking at the clock', everySeconds: 60, run: () => clock.look() },
    {
      name: 'Gathering the results of past hours',
      everySeconds: 300,
      run: ifBelieved(() => gatherHours(pool, systemClock.now())),
    },
    {
      name: 'Dropping old history',
      everySeconds: 3600,
      run: ifBelieved(async () => dropOld(pool, systemClock.now(), await retention())),
    },
    {
      name: 'Clearing away deleted history',
      everySeconds: 300,
      run: async () => void (await clearDeleted(pool)),
    },
    ...others,
  ]
  return startHousekeeper({ pool, clock: systemClock, log, chores })
}
