const WINDOW_MS = 60_000
const FREE_ATTEMPTS = 20
const DELAY_MS = 250
const MOST_ADDRESSES = 1000

/**
 * Slows down guessing: after twenty failed attempts in a minute, each further one from that address is
 * answered late. The right key is never slowed, so nobody can lock the core out.
 */
export class FailedAttempts {
  readonly #counts = new Map<string, { count: number; since: number }>()

  /** Notes a failed attempt at `nowMs` (monotonic); the delay its answer gets, and whether to log it. */
  note(address: string, nowMs: number): { delayMs: number; first: boolean } {
    const known = this.#counts.get(address)
    const fresh = !known || nowMs - known.since >= WINDOW_MS
    const entry = fresh ? { count: 0, since: nowMs } : known
    entry.count += 1
    if (fresh) this.#remember(address, entry)
    return { delayMs: entry.count > FREE_ATTEMPTS ? DELAY_MS : 0, first: entry.count === 1 }
  }

  #remember(address: string, entry: { count: number; since: number }) {
    this.#counts.delete(address)
    this.#counts.set(address, entry)
    if (this.#counts.size <= MOST_ADDRESSES) return
    const [oldest] = this.#counts.keys()
    if (oldest !== undefined) this.#counts.delete(oldest)
  }
}
