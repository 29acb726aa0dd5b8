import type { Pool } from 'pg'
import type { Addressing } from '../alert/addressing.ts'
import { releaseHeld } from '../alert/release_held.ts'
import type { Clock } from '../clock.ts'
import type { Assignment, Configuration } from '../configuration/configuration.ts'
import { emptyMemory, type Memory } from '../health/memory.ts'
import { recall, recallHealth } from './recall.ts'
import { reconcile } from './reconcile.ts'
import { emptyCaches, rulesOf, storeBatch, type Batch, type Rules } from './store_batch.ts'

/** Where results go, with the memory that saves reading them back. Its parts are used one after the other. */
export interface Store {
  /** Takes over a newer configuration: what is watched no more counts no more, and all health is that of what is left. */
  configure(configuration: Configuration): Promise<void>
  /** @returns a memory that holds these assignments */
  recall(assignments: readonly Assignment[]): Promise<Memory>
  /** Stores all of it or nothing; after a failure what it is about is read anew. */
  save(batch: Batch): Promise<void>
  /** Lets the messages go that were held back for as long as results of a time without the database were stored. */
  release(): Promise<void>
}

/** The store of a running core. */
export function postgresStore(
  pool: Pool,
  clock: Clock,
  epoch: number,
  addressing: Addressing
): Store {
  const memory = emptyMemory()
  const caches = emptyCaches()
  let current: { configuration: Configuration; rules: Rules } | null = null
  let byHost = new Map<number, Assignment[]>()

  /** Whether a failed commit arrived is not known: what is in the database is the truth. */
  async function recallAnew(hostIds: Iterable<number>) {
    for (const id of hostIds) memory.hosts.delete(id)
    caches.hours.clear()
    await recallHealth(pool, memory)
  }

  /** The health of a host is the worst of all of it, so a host is recalled whole; services need that of all hosts. */
  async function ensureMemory(judged: readonly Assignment[]) {
    const missing = [...byHost].filter(([id]) => !memory.hosts.has(id)).flatMap(([, all]) => all)
    await recall(pool, memory, [...missing, ...judged], clock.now())
  }

  return {
    async configure(configuration) {
      const rules = rulesOf(configuration, addressing)
      for (const key of caches.series.keys())
        if (!configuration.assignments.has(key)) caches.series.delete(key)
      byHost = Map.groupBy(configuration.assignments.values(), (each) => each.host.id)
      if (current === null) await recallHealth(pool, memory)
      current = { configuration, rules }
      await ensureMemory([])
      await recall(pool, memory, [...configuration.assignments.values()], clock.now())
      await reconcile(pool, epoch, memory, configuration, rules.graph, clock.now())
    },

    async recall(assignments) {
      await ensureMemory(assignments)
      return memory
    },

    release: () => releaseHeld(pool, epoch, addressing, clock.now()),

    async save(batch) {
      const { configuration, rules } = current!
      const assignments = batch.results.map(({ outcome }) => outcome.assignment)
      try {
        await storeBatch(pool, epoch, batch, memory, caches, rules)
      } catch (error) {
        await recallAnew(assignments.map(({ host }) => host.id)).catch(() => undefined)
        throw error
      }
      // What was taken from the plan while it ran is stored, and counts no more.
      for (const { key, host } of assignments)
        if (!configuration.assignments.has(key)) memory.hosts.get(host.id)?.assignments.delete(key)
    },
  }
}
