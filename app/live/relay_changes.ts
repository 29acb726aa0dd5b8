import type { Pool } from 'pg'
import type { Clock } from '../monitoring/clock.ts'
import { listen } from '../monitoring/store/listen.ts'

/** What a page is told: something of this kind changed, ask for it again. */
export type Change = { type: string; id: number }

/** The channel of the pages, and of the database, that carries changes. */
export const CHANGES = 'changes'

/**
 * Passes what the core announces in the database on to the open pages.
 * @param broadcast sends to every page that listens
 * @returns what stops it
 */
export function relayChanges(pool: Pool, clock: Clock, broadcast: (change: Change) => void) {
  return listen(pool, clock, CHANGES, (payload) => {
    const change = payload === '' ? EVERYTHING : parseChange(payload)
    if (change) broadcast(change)
  })
}

/** After a lost connection nobody knows what was missed. */
const EVERYTHING: Change = { type: 'all', id: 0 }

function parseChange(payload: string): Change | null {
  try {
    const { type, id } = JSON.parse(payload)
    return typeof type === 'string' && Number.isInteger(id) ? { type, id } : null
  } catch {
    return null
  }
}
