import type { Trouble } from '../settle_in_parts.ts'
import { StaleEpoch } from './lease.ts'

/**
 * What PostgreSQL refuses because of what it was given: data exceptions, integrity, and limits of a program. All else,
 * like a lost connection, a full disk or a deadlock, passes by itself and concerns everything alike.
 */
const REFUSED = /^(22|23|54)/

/** @returns what to do about an error in storing */
export function troubleOf(error: unknown): Trouble {
  if (error instanceof StaleEpoch) return 'lost'
  const { code } = error as { code?: unknown }
  return typeof code === 'string' && REFUSED.test(code) ? 'refused' : 'away'
}
