import type { Clock } from './clock.ts'
import {
  countOf,
  earliestOf,
  emptyEnded,
  type EndedSlots,
  split,
  type TimeAway,
} from './ended_slots.ts'
import { settleInParts, type SettlingParts } from './settle_in_parts.ts'

/** Where what has ended waits while it cannot be stored, so that not even a kill loses it. */
export interface Spool {
  isEmpty(): boolean
  /** Keeps it until it is dropped. @throws when there is no room: nothing is kept then */
  append(ended: EndedSlots): Promise<void>
  /** @returns the oldest of it, in order, at most so many */
  read(most: number): Promise<EndedSlots>
  /** What was read last is stored. */
  drop(): Promise<void>
}

export interface ReplayParts extends Omit<SettlingParts, 'settle'> {
  clock: Clock
  spool: Spool
  /** Judges and stores; all of it or nothing. @param away of what has waited in the spool: when that was */
  settle(ended: EndedSlots, away?: TimeAway): Promise<void>
  /** All that has waited is stored: what it tells people, held back until now, is told. */
  release(): Promise<void>
}

/**
 * Settles what has waited in the spool, oldest first, and lets its messages go when nothing waits any more: what is over
 * by then need not be told one by one. A core before this one may have ended in between, so the first release is due at
 * the start.
 */
export function replaySpool(parts: ReplayParts, mostAtOnce: number) {
  const { clock, spool } = parts
  /** What was read and is not settled yet. */
  let read = emptyEnded()
  let away: TimeAway | undefined
  let isBack = false
  let isReleased = false

  /** For as long as nothing of it can be stored, the database is away. */
  function noteTime() {
    if (!isBack) away = { from: away?.from ?? earliestOf(read), until: clock.now() }
  }

  return {
    isDone: () => spool.isEmpty() && isReleased,

    /** @throws what `settle` throws; the rest is settled by another call */
    async settleSome() {
      isReleased = false
      if (countOf(read) === 0) read = await spool.read(mostAtOnce)
      while (countOf(read) > 0) {
        const { now, later } = split(read, mostAtOnce)
        noteTime()
        await settleInParts({ ...parts, settle: (ended) => parts.settle(ended, away) }, now)
        isBack = true
        read = later
      }
      await spool.drop()
    },

    /** Only for an empty spool. */
    async release() {
      if (isReleased) return
      await parts.release()
      isReleased = true
      isBack = false
      away = undefined
    },
  }
}
