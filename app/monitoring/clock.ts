/** Time as the core sees it; injected so that a simulation can set it. */
export interface Clock {
  /** Milliseconds since 1970, UTC. May jump when somebody sets the clock. */
  now(): number
  /** Milliseconds that only ever go forward, from an arbitrary start. */
  monotonic(): number
  /** Calls back once after so many milliseconds, unless the returned function is called before. */
  after(delayMs: number, callback: () => void): () => void
}

/** The clock of this machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(delayMs, callback) {
    // Longer delays overflow into "at once"; waking early is harmless, the caller looks again.
    const timer = setTimeout(callback, Math.min(delayMs, 2_000_000_000))
    return () => clearTimeout(timer)
  },
}
