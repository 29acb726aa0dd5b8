/**
 * Counts level by level and never recurses, so no depth can end it.
 * @returns whether lists and objects are nested more than `levels` deep
 */
export function isDeeperThan(levels: number, value: unknown): boolean {
  let level = [value].filter(isNested)
  for (let depth = 0; level.length > 0; depth++) {
    if (depth === levels) return true
    level = level.flatMap((each) => Object.values(each)).filter(isNested)
  }
  return false
}

function isNested(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
