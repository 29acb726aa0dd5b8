/** How late plugins were started, in milliseconds after their slot. */
export interface LatenessSummary {
  count: number
  p50: number
  p99: number
  worst: number
}

/** Keeps the lateness of every start whose slot lies in the watched window. Times are milliseconds since 1970. */
export function createLateness() {
  let from = Infinity
  let to = -Infinity
  let values: number[] = []
  return {
    watch(windowFrom: number, windowTo: number) {
      from = windowFrom
      to = windowTo
      values = []
    },
    add(slot: number, startedAt: number) {
      if (slot >= from && slot < to) values.push(startedAt - slot)
    },
    summary(): LatenessSummary {
      const sorted = values.toSorted((a, b) => a - b)
      const count = sorted.length
      return {
        count,
        p50: percentile(sorted, 50),
        p99: percentile(sorted, 99),
        worst: sorted.at(-1) ?? 0,
      }
    },
  }
}

/**
 * @param sorted ascending
 * @returns the smallest value that so many percent do not exceed; 0 when there are none
 */
export function percentile(sorted: readonly number[], percent: number): number {
  return sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)] ?? 0
}
