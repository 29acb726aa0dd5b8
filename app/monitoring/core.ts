import type { Pool } from 'pg'
import { httpsAgentLink } from './agent_link/https_agent_link.ts'
import { packageFrom } from './agent_link/package_from.ts'
import type { Addressing } from './alert/addressing.ts'
import { startCheckCycle } from './check_cycle.ts'
import type { Classify } from './classify/judge_results.ts'
import type { Clock } from './clock.ts'
import { loadConfiguration } from './configuration/load_configuration.ts'
import { watchConfiguration } from './configuration/watch_configuration.ts'
import type { SystemLog } from './logs/system_log.ts'
import { reportOnAgents } from './logs/report_on_agents.ts'
import { reportOnStore } from './logs/report_on_store.ts'
import { acquireLease, releaseLease, renewLease, StaleEpoch } from './store/lease.ts'
import { loadSettledSlots, postgresStore, type Store } from './store/store.ts'
import { reportRegularly } from './store/process_report.ts'
import { takeRunRequests } from './schedule/run_requests.ts'

export interface CoreParts {
  pool: Pool
  clock: Clock
  classify: Classify
  log: SystemLog
  /** Tells this core from others on the same database. */
  holder: string
  decrypt(text: string): string | null
  addressing: Addressing
  /** @returns a store that refuses what the machine has no room for */
  guardStore?(store: Store): Store
  /** Another core has taken over; the process should end. */
  onLost(): void
}

export interface Core {
  /** Drains what runs, stores it and gives up the lease. @returns how many slots could not be stored */
  stop(): Promise<number>
}

const RENEW_MS = 10_000
const STANDBY_LOOK_MS = 2000
const DRAIN_MS = 4000

/** Runs checks from now on, or as soon as no other core on this database does. */
export async function startCore(parts: CoreParts): Promise<Core> {
  const { pool, clock, log } = parts
  const epoch = await waitForLease(parts)
  const report = reportRegularly(pool, clock, 'scheduler')
  const plain = postgresStore(pool, clock, epoch, parts.addressing)
  const store = reportOnStore(parts.guardStore?.(plain) ?? plain, log)
  const link = reportOnAgents(
    httpsAgentLink((plugin) => packageFrom(pool, plugin)),
    log
  )
  const cycle = startCheckCycle(
    { clock, link, classify: parts.classify, store, onStoreTrouble },
    await loadSettledSlots(pool)
  )

  const watch = await watchConfiguration(
    pool,
    clock,
    () => loadConfiguration(pool, parts.decrypt),
    (configuration) => {
      link.forgetAllBut([...configuration.assignments.values()].map((each) => each.host))
      cycle.plan(configuration)
    },
    (error) => report.trouble('The configuration could not be read', error)
  )
  cycle.plan(watch.current())
  const requests = takeRunRequests(pool, clock, () => watch.current(), cycle.runNow)
  const stopRenewing = keepLease(parts, epoch)

  function onStoreTrouble(error: unknown): boolean {
    report.trouble('Results could not be stored', error)
    if (!(error instanceof StaleEpoch)) return true
    parts.onLost()
    return false
  }

  return {
    async stop() {
      stopRenewing()
      await Promise.all([requests.stop(), watch.stop()])
      const lost = await cycle.stop(DRAIN_MS)
      await link.stop()
      await log.flush()
      await report.stop()
      await releaseLease(pool, epoch).catch(() => undefined)
      return lost
    },
  }
}

async function waitForLease({ pool, clock, holder }: CoreParts): Promise<number> {
  for (;;) {
    const epoch = await acquireLease(pool, holder)
    if (epoch !== null) return epoch
    await new Promise<void>((resolve) => clock.after(STANDBY_LOOK_MS, resolve))
  }
}

/** While the database is away the lease cannot be renewed, and nobody else can take it either. */
function keepLease({ pool, clock, onLost }: CoreParts, epoch: number): () => void {
  let cancel = clock.after(RENEW_MS, renew)
  function renew() {
    cancel = clock.after(RENEW_MS, renew)
    renewLease(pool, epoch).then(
      (isOurs) => isOurs || onLost(),
      () => undefined
    )
  }
  return () => cancel()
}
