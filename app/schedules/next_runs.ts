import { type Interval, nextSlot } from '../monitoring/schedule/grid.ts'

/**
 * @param count how many
 * @returns the next moments a schedule is due, each once, in order
 */
export function nextRuns(intervals: readonly Interval[], after: Date, count: number): Date[] {
  const slots = new Set<number>()
  for (const interval of intervals) {
    let at = after.getTime()
    for (let seen = 0; seen < count; seen++) {
      at = nextSlot(interval, at)
      slots.add(at)
    }
  }
  return [...slots]
    .sort((one, other) => one - other)
    .slice(0, count)
    .map((slot) => new Date(slot))
}
