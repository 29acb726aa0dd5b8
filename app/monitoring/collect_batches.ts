import type { Miss, Outcome } from './dispatch/outcome.ts'
import { countOf, emptyEnded, joined, split } from './ended_slots.ts'
import { type ReplayParts, replaySpool } from './replay_spool.ts'
import { settleInParts } from './settle_in_parts.ts'

/** Answers that arrive within this time are stored together. */
const GATHER_MS = 25
const RETRY_MS = 1000
const MOST_AT_ONCE = 1000

export interface CollectorParts extends ReplayParts {
  /** Is told why something has to wait, or is given up. */
  onTrouble(error: unknown): void
}

export interface Collector {
  add(outcome: Outcome): void
  miss(misses: readonly Miss[]): void
  /** Does something before the next batch, again and again until it succeeds. */
  inTurn(work: () => Promise<void>): void
  /** Waits until all is stored or kept, or the deadline. @returns how many slots were neither */
  drain(deadlineMs: number): Promise<number>
}

/**
 * Gathers what has ended into batches, one at a time and in order: nothing overtakes a batch that cannot be stored yet.
 * While the database is away all goes to the spool, and from there, oldest first, when it is back.
 */
export function collectBatches(parts: CollectorParts): Collector {
  const { clock, spool } = parts
  const replay = replaySpool(parts, MOST_AT_ONCE)
  let waiting = emptyEnded()
  let tasks: (() => Promise<void>)[] = []
  let isScheduled = false
  let isGivenUp = false
  let isDraining = false
  let onEmpty = () => {}

  function schedule(delayMs: number) {
    if (isScheduled || isGivenUp) return
    isScheduled = true
    clock.after(delayMs, () => void work())
  }

  async function work() {
    let delayMs = GATHER_MS
    try {
      await doTasks()
      if (!spool.isEmpty()) await settleSpooled()
      if (spool.isEmpty()) await settleWaiting()
    } catch (error) {
      delayMs = RETRY_MS
      parts.onTrouble(error)
      if (parts.troubleOf(error) === 'lost') isGivenUp = true
      else await keepWaiting()
    }
    isScheduled = false
    const isIdle = tasks.length === 0 && countOf(waiting) === 0
    if (isGivenUp || (isIdle && (isDraining || replay.isDone()))) onEmpty()
    else schedule(delayMs)
  }

  async function doTasks() {
    for (let task = tasks[0]; task; task = tasks[0]) {
      await task()
      tasks = tasks.slice(1)
    }
  }

  async function settleWaiting() {
    await replay.release()
    const { now, later } = split(waiting, MOST_AT_ONCE)
    waiting = later
    try {
      await settleInParts(parts, now)
    } catch (error) {
      waiting = joined(now, waiting)
      throw error
    }
  }

  async function settleSpooled() {
    await keepWaiting()
    await replay.settleSome()
  }

  async function keepWaiting() {
    const kept = waiting
    if (countOf(kept) === 0) return
    waiting = emptyEnded()
    try {
      await spool.append(kept)
    } catch (error) {
      // Memory is all that is left to hold it.
      waiting = joined(kept, waiting)
      parts.onTrouble(error)
    }
  }

  async function drain(deadlineMs: number): Promise<number> {
    isDraining = true
    if (isScheduled) {
      await new Promise<void>((resolve) => {
        const cancel = clock.after(deadlineMs, resolve)
        onEmpty = () => {
          cancel()
          resolve()
        }
      })
    }
    return countOf(waiting)
  }

  schedule(0)
  return {
    add(outcome) {
      waiting.outcomes.push(outcome)
      schedule(GATHER_MS)
    },
    miss(misses) {
      waiting.misses.push(...misses)
      if (misses.length > 0) schedule(GATHER_MS)
    },
    inTurn(task) {
      tasks.push(task)
      schedule(0)
    },
    drain,
  }
}
