import { type EndedSlots, halvesOf } from './ended_slots.ts'

/** What to do about an error: try again later, look for the one result that cannot be stored, or give up altogether. */
export type Trouble = 'away' | 'refused' | 'lost'

export interface SettlingParts {
  /** Judges and stores; all of it or nothing. */
  settle(ended: EndedSlots): Promise<void>
  /** @returns what to do about an error of `settle` */
  troubleOf(error: unknown): Trouble
  /** Something that is refused by itself is left out. */
  onRefused(ended: EndedSlots, error: unknown): void
}

/**
 * Stores a batch; one result that the database refuses must not hold up all others for ever, so it is looked for by
 * halves and left out.
 * @throws what `settle` throws while nothing at all can be stored; a part may be stored by then
 */
export async function settleInParts(parts: SettlingParts, ended: EndedSlots): Promise<void> {
  if (ended.outcomes.length + ended.misses.length === 0) return
  try {
    await parts.settle(ended)
  } catch (error) {
    if (parts.troubleOf(error) !== 'refused') throw error
    const halves = halvesOf(ended)
    if (halves.length === 1) return parts.onRefused(ended, error)
    for (const half of halves) await settleInParts(parts, half)
  }
}
