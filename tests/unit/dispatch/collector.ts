import { collectBatches } from '../../../app/monitoring/collect_batches.ts'
import {
  countOf,
  emptyEnded,
  type EndedSlots,
  joined,
  type TimeAway,
} from '../../../app/monitoring/ended_slots.ts'
import type { Spool } from '../../../app/monitoring/replay_spool.ts'
import { FakeClock } from '../../support/fake_clock.ts'

/** What waits on no disk: the file itself is tested with the store. */
export class MemorySpool implements Spool {
  kept = emptyEnded()
  #read = emptyEnded()
  isFull = false

  isEmpty() {
    return countOf(this.kept) === 0
  }

  async append(ended: EndedSlots) {
    if (this.isFull) throw new Error('there is no room')
    this.kept = joined(this.kept, ended)
  }

  async read(most: number) {
    const { outcomes, misses } = this.kept
    this.#read = { outcomes: outcomes.slice(0, most), misses: misses.slice(0, most) }
    return this.#read
  }

  async drop() {
    const { outcomes, misses } = this.#read
    this.kept = {
      outcomes: this.kept.outcomes.slice(outcomes.length),
      misses: this.kept.misses.slice(misses.length),
    }
  }
}

export class Away extends Error {}
export class Lost extends Error {}
export class Refused extends Error {}

/**
 * @param settle gets every batch that is tried; throws to refuse it
 * @param release is called when all that waited is settled; throws to be called again
 */
export function startCollector(
  settle: (ended: EndedSlots, away?: TimeAway) => void,
  spool = new MemorySpool(),
  release = () => {}
) {
  const clock = new FakeClock(0)
  const refused: EndedSlots[] = []
  const collector = collectBatches({
    ...{ clock, spool, onTrouble: () => undefined },
    settle: async (ended, away) => settle(ended, away),
    release: async () => release(),
    onRefused: (ended) => refused.push(ended),
    troubleOf: (error) =>
      error instanceof Lost ? 'lost' : error instanceof Refused ? 'refused' : 'away',
  })
  return { clock, collector, spool, refused }
}
