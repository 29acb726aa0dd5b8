import type { Pool } from 'pg'
import type { Clock } from '../monitoring/clock.ts'
import { type Announcement, CHANGES } from '../monitoring/store/announce.ts'
import { listen } from '../monitoring/store/listen.ts'

/** What a page is told: these have changed, ask for them again. Without ids: anything may have. */
export type Change = { type: 'host' | 'service' | 'results' | 'all'; ids: number[] }

/** Newer numbers come every second on many machines: pages hear of them together. */
const GATHER_RESULTS_MS = 1000

/**
 * Passes what the core announces in the database on to the open pages.
 * @param broadcast sends to every page that listens
 * @returns what stops it
 */
export function relayChanges(pool: Pool, clock: Clock, broadcast: (change: Change) => void) {
  const newer = new Set<number>()
  let cancel: (() => void) | null = null

  function tellResults() {
    cancel = null
    broadcast({ type: 'results', ids: [...newer] })
    newer.clear()
  }

  const stop = listen(pool, clock, CHANGES, (payload) => {
    // After a lost connection, or when too much has changed to name it, nobody knows what was missed.
    if (payload === '') return broadcast({ type: 'all', ids: [] })
    const { hosts, services, results } = JSON.parse(payload) as Announcement
    if (hosts.length > 0) broadcast({ type: 'host', ids: hosts })
    if (services.length > 0) broadcast({ type: 'service', ids: services })
    for (const id of results) newer.add(id)
    if (newer.size > 0) cancel ??= clock.after(GATHER_RESULTS_MS, tellResults)
  })
  return () => {
    cancel?.()
    return stop()
  }
}
