import type { Pool } from 'pg'
import type { Clock } from '../clock.ts'
import type { SystemLog } from '../logs/system_log.ts'
import { reportRegularly } from '../store/process_report.ts'

/** Something that has to be done again and again. It throws when it could not, and is then tried at its next turn. */
export interface Chore {
  name: string
  everySeconds: number
  run(): Promise<void>
}

export interface HousekeeperParts {
  pool: Pool
  clock: Clock
  log: SystemLog
  chores: readonly Chore[]
}

/** Does one chore after the other, each when it is its turn. */
export function startHousekeeper({ pool, clock, log, chores }: HousekeeperParts) {
  const report = reportRegularly(pool, clock, 'housekeeper')
  const failing = new Set<string>()
  const cancels = new Set<() => void>()
  let isStopped = false
  let work = Promise.resolve()

  function plan(chore: Chore, delayMs: number) {
    if (isStopped) return
    const cancel = clock.after(delayMs, () => {
      cancels.delete(cancel)
      work = work.then(() => attempt(chore)).then(() => plan(chore, chore.everySeconds * 1000))
    })
    cancels.add(cancel)
  }

  async function attempt(chore: Chore) {
    if (isStopped) return
    try {
      await chore.run()
      if (failing.delete(chore.name)) say('info', `${chore.name} works again.`)
    } catch (error) {
      report.trouble(`${chore.name} failed`, error)
      if (failing.has(chore.name)) return
      failing.add(chore.name)
      say('error', `${chore.name} failed and is tried again: ${(error as Error).message}`)
    }
  }

  function say(level: 'info' | 'error', message: string) {
    log.write({ category: 'appliance', level, message })
  }

  for (const chore of chores) plan(chore, 0)
  return {
    /** Waits for the chore under way. */
    async stop() {
      isStopped = true
      for (const cancel of cancels) cancel()
      await work
      await log.flush()
      await report.stop()
    },
  }
}
