const QUIET_MS = 60_000

const toldAt = new Map<string, number>()

/**
 * What goes wrong with every request need not be told with every request.
 * @param what one of few: it is remembered
 * @returns whether it was not told within the last minute; it counts as told then
 */
export function isNews(what: string): boolean {
  const now = performance.now()
  if (now - (toldAt.get(what) ?? -Infinity) < QUIET_MS) return false
  toldAt.set(what, now)
  return true
}
