import type { Pool } from 'pg'
import { httpsAgentLink } from './agent_link/https_agent_link.ts'
import { packageFrom } from './agent_link/package_from.ts'
import { rememberFacts } from './agent_link/remember_facts.ts'
import type { Addressing } from './alert/addressing.ts'
import { startCheckCycle } from './check_cycle.ts'
import type { Classifier } from './classify/classifier.ts'
import type { Clock } from './clock.ts'
import type { Configuration } from './configuration/configuration.ts'
import { loadConfiguration } from './configuration/load_configuration.ts'
import { watchConfiguration } from './configuration/watch_configuration.ts'
import type { SystemLog } from './logs/system_log.ts'
import { reportOnAgents } from './logs/report_on_agents.ts'
import type { EndedSlots } from './ended_slots.ts'
import { acquireLease, releaseLease, renewLease } from './store/lease.ts'
import { loadMissedMeanwhile } from './store/missed_meanwhile.ts'
import { openSpool } from './store/spool.ts'
import { postgresStore, type Store } from './store/store.ts'
import { troubleOf } from './store/store_trouble.ts'
import { loadSettledSlots } from './store/write_misses.ts'
import { reportOnStore } from './logs/report_on_store.ts'
import { reportRegularly } from './store/process_report.ts'
import { takeRunRequests } from './schedule/run_requests.ts'

/** One core works per database; others wait. */
export type CoreTurn = 'standby' | 'working'

export interface CoreParts {
  pool: Pool
  clock: Clock
  classifier: Pick<Classifier, 'classify' | 'forget'>
  log: SystemLog
  /** Tells this core from others on the same database. */
  holder: string
  decrypt(text: string): string | null
  addressing: Addressing
  /** The file that holds what could not be stored yet. */
  spoolPath: string
  /** @returns a store that refuses what the machine has no room for */
  guardStore?(store: Store): Store
  /** Is told when another core works and this one waits, and when this one works. */
  onTurn?(turn: CoreTurn): void
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
  const { pool, clock, log, classifier } = parts
  const epoch = await waitForLease(parts)
  const report = reportRegularly(pool, clock, 'scheduler')
  const plain = postgresStore(pool, clock, epoch, parts.addressing)
  const store = reportOnStore(parts.guardStore?.(plain) ?? plain, log)
  const link = reportOnAgents(
    httpsAgentLink({
      clock,
      packageOf: (plugin) => packageFrom(pool, plugin),
      remember: rememberFacts(pool, (error) =>
        report.trouble('What an agent tells of itself could not be stored', error)
      ),
    }),
    log
  )
  const watch = await watchConfiguration(
    pool,
    clock,
    () => loadConfiguration(pool, parts.decrypt),
    (error) => report.trouble('The configuration could not be read', error)
  )
  const spool = await openSpool(parts.spoolPath, (key, slot) =>
    wasMissed(key, slot) ? undefined : watch.current().assignments.get(key)
  )
  const oldest = spool.oldestSlot()
  const wasMissed = oldest === null ? () => false : await loadMissedMeanwhile(pool, oldest)
  const settledSlots = new Map(await loadSettledSlots(pool))
  for (const [key, slot] of spool.settledSlots())
    settledSlots.set(key, Math.max(slot, settledSlots.get(key) ?? slot))
  const cycle = startCheckCycle(
    { clock, link, classifier, store, spool, troubleOf, onStoreTrouble, onRefused },
    settledSlots
  )
  let planned: Configuration['assignments'] = new Map()
  watch.follow((configuration) => {
    const { assignments } = configuration
    link.forgetAllBut([...assignments.values()].map((each) => each.host))
    classifier.forget(planned.keys().filter((key) => !assignments.has(key)))
    planned = assignments
    cycle.plan(configuration)
  })
  const requests = takeRunRequests(pool, clock, () => watch.current(), cycle.runNow)
  const stopRenewing = keepLease(parts, epoch)

  function onStoreTrouble(error: unknown) {
    if (troubleOf(error) === 'lost') parts.onLost()
    else report.trouble('Results could not be stored', error)
  }

  function onRefused({ outcomes, misses }: EndedSlots, error: unknown) {
    const { host, plugin, check } = [...outcomes, ...misses][0].assignment
    log.write({
      category: 'scheduler',
      level: 'error',
      message: `A result of ${plugin.name} on ${host.name} (check “${check.name}”) was left out, because the database refuses it: ${(error as Error).message}`,
      hostId: host.id,
      pluginId: plugin.id,
    })
  }

  return {
    async stop() {
      stopRenewing()
      await Promise.all([requests.stop(), watch.stop()])
      const lost = await cycle.stop(DRAIN_MS)
      await link.stop()
      await spool.close()
      await log.flush()
      await report.stop()
      await releaseLease(pool, epoch).catch(() => undefined)
      return lost
    },
  }
}

async function waitForLease({ pool, clock, holder, onTurn }: CoreParts): Promise<number> {
  for (let isTold = false; ; isTold = true) {
    const epoch = await acquireLease(pool, holder)
    if (epoch !== null) {
      onTurn?.('working')
      return epoch
    }
    if (!isTold) onTurn?.('standby')
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
