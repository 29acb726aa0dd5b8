import type { Clock } from './clock.ts'
import type { Miss, Outcome } from './dispatch/outcome.ts'

/** What has ended and waits to be judged and stored. */
export interface EndedSlots {
  outcomes: Outcome[]
  misses: Miss[]
}

/** Answers that arrive within this time are stored together. */
const GATHER_MS = 25
const MOST_PER_BATCH = 1000
const RETRY_MS = 1000

export interface Collector {
  add(outcome: Outcome): void
  miss(misses: readonly Miss[]): void
  /** Waits until all is stored, or the deadline. @returns how many slots were not */
  drain(deadlineMs: number): Promise<number>
}

/**
 * Gathers what has ended into batches, one at a time and in order. A batch that cannot be stored is tried again until
 * it can: nothing overtakes it.
 * @param settle judges and stores; throws when the database is away
 * @param onTrouble is told of each failure; returns whether to go on trying
 */
export function collectBatches(
  clock: Clock,
  settle: (ended: EndedSlots) => Promise<void>,
  onTrouble: (error: unknown) => boolean
): Collector {
  let waiting: EndedSlots = { outcomes: [], misses: [] }
  let isScheduled = false
  let isGivenUp = false
  let onEmpty = () => {}

  function schedule(delayMs: number) {
    if (isScheduled || isGivenUp) return
    isScheduled = true
    clock.after(delayMs, () => void work())
  }

  async function work() {
    const { now, later } = split(waiting)
    waiting = later
    let delayMs = GATHER_MS
    try {
      await settle(now)
    } catch (error) {
      isGivenUp = !onTrouble(error)
      waiting = {
        outcomes: [...now.outcomes, ...waiting.outcomes],
        misses: [...now.misses, ...waiting.misses],
      }
      delayMs = RETRY_MS
    }
    isScheduled = false
    if (countOf(waiting) > 0 && !isGivenUp) schedule(delayMs)
    else onEmpty()
  }

  async function drain(deadlineMs: number): Promise<number> {
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

  return {
    add(outcome) {
      waiting.outcomes.push(outcome)
      schedule(GATHER_MS)
    },
    miss(misses) {
      waiting.misses.push(...misses)
      if (misses.length > 0) schedule(GATHER_MS)
    },
    drain,
  }
}

/** The second result of one assignment is judged with the first one in its history, so it waits for the next batch. */
function split({ outcomes, misses }: EndedSlots): { now: EndedSlots; later: EndedSlots } {
  const seen = new Set<string>()
  const now: Outcome[] = []
  const later: Outcome[] = []
  for (const outcome of outcomes) {
    const waits = seen.has(outcome.assignment.key) || now.length >= MOST_PER_BATCH
    if (waits) later.push(outcome)
    else now.push(outcome)
    seen.add(outcome.assignment.key)
  }
  // A miss goes with what came before it: were it left behind, its slot would count as settled without it.
  const isAfter = (miss: Miss) =>
    later.some(
      ({ assignment, slot }) => assignment.key === miss.assignment.key && slot < miss.range.from
    )
  return {
    now: {
      outcomes: now,
      misses: later.length === 0 ? misses : misses.filter((miss) => !isAfter(miss)),
    },
    later: { outcomes: later, misses: later.length === 0 ? [] : misses.filter(isAfter) },
  }
}

function countOf({ outcomes, misses }: EndedSlots): number {
  return outcomes.length + misses.reduce((sum, miss) => sum + miss.range.count, 0)
}
