import type { Miss, Outcome } from './dispatch/outcome.ts'

/** What has ended and waits to be judged and stored. */
export interface EndedSlots {
  outcomes: Outcome[]
  misses: Miss[]
}

/** When nothing could be stored, milliseconds since 1970. */
export interface TimeAway {
  from: number
  until: number
}

export function emptyEnded(): EndedSlots {
  return { outcomes: [], misses: [] }
}

/** @returns how many slots these are */
export function countOf({ outcomes, misses }: EndedSlots): number {
  return outcomes.length + misses.reduce((sum, miss) => sum + miss.range.count, 0)
}

/** @returns the first slot of it, milliseconds since 1970 */
export function earliestOf({ outcomes, misses }: EndedSlots): number {
  const slots = [...outcomes.map(({ slot }) => slot), ...misses.map(({ range }) => range.from)]
  return slots.reduce((earliest, slot) => Math.min(earliest, slot), Infinity)
}

/** @returns both, the first ones first */
export function joined(first: EndedSlots, then: EndedSlots): EndedSlots {
  return {
    outcomes: [...first.outcomes, ...then.outcomes],
    misses: [...first.misses, ...then.misses],
  }
}

/**
 * Takes what can be judged together. The second result of one assignment is judged with the first one in its history, so
 * it waits for the next batch; and so do, of one host, results of a later slot, because rules may read each other's past.
 * @param most results at once
 */
export function split(
  { outcomes, misses }: EndedSlots,
  most: number
): { now: EndedSlots; later: EndedSlots } {
  const slotOfHost = new Map<number, number>()
  const seen = new Set<string>()
  const now: Outcome[] = []
  const later: Outcome[] = []
  for (const outcome of outcomes) {
    const { key, host } = outcome.assignment
    const slot = slotOfHost.get(host.id) ?? outcome.slot
    const waits = seen.has(key) || slot !== outcome.slot || now.length >= most
    if (waits) later.push(outcome)
    else now.push(outcome)
    seen.add(key)
    // Whoever waits for this host makes all that come after it wait too.
    slotOfHost.set(host.id, waits ? Number.NaN : slot)
  }
  if (later.length === 0) return { now: { outcomes: now, misses }, later: emptyEnded() }
  // A miss goes with what came before it: were it stored first, a kill could make its slot the last one known.
  const firstLater = new Map<string, number>()
  for (const { assignment, slot } of later)
    firstLater.set(assignment.key, Math.min(slot, firstLater.get(assignment.key) ?? slot))
  const isAfter = ({ assignment, range }: Miss) =>
    (firstLater.get(assignment.key) ?? Infinity) < range.from
  return {
    now: { outcomes: now, misses: misses.filter((miss) => !isAfter(miss)) },
    later: { outcomes: later, misses: misses.filter(isAfter) },
  }
}

/** @returns the two halves; the whole alone when it cannot be halved */
export function halvesOf({ outcomes, misses }: EndedSlots): EndedSlots[] {
  if (outcomes.length + misses.length < 2) return [{ outcomes, misses }]
  if (outcomes.length > 0 && misses.length > 0)
    return [
      { outcomes, misses: [] },
      { outcomes: [], misses },
    ]
  const [o, m] = [Math.ceil(outcomes.length / 2), Math.ceil(misses.length / 2)]
  return [
    { outcomes: outcomes.slice(0, o), misses: misses.slice(0, m) },
    { outcomes: outcomes.slice(o), misses: misses.slice(m) },
  ]
}
