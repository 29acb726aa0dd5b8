import { fieldError } from '../validators/field_error.ts'

/** Answers that show one in the other have to be read, too. */
const MOST_LEVELS = 50

/** What holds or needs what, by id, with the names people know. */
export interface Holdings {
  names: ReadonlyMap<number, string>
  /** Direct members. */
  members: ReadonlyMap<number, readonly number[]>
}

/**
 * Circles that are there already elsewhere are none of this change's business: only whether `id` gets back to itself.
 * @param field what the members were given in
 * @param verb `hold` or `need`
 * @throws E_VALIDATION_ERROR with the way round in words
 */
export function refuseCircle(
  { names, members }: Holdings,
  id: number,
  field: string,
  verb: 'hold' | 'need'
) {
  const way = wayBack(members, id)
  if (!way) return
  const words = way.map((each) => `“${names.get(each) ?? each}”`).join(` ${verb}s `)
  throw fieldError(
    field,
    `“${names.get(id)}” would ${verb} itself: ${words}. Leave one of them out.`
  )
}

/**
 * @param field what the members were given in
 * @param words what would be too deep, and what to do instead
 * @throws E_VALIDATION_ERROR when there would be too many levels above and below `id`
 */
export function refuseDepth(
  holdings: Pick<Holdings, 'members'>,
  id: number,
  field: string,
  words: { would: string; instead: string }
) {
  if (depthThrough(holdings, id) <= MOST_LEVELS) return
  throw fieldError(field, `${words.would} more than ${MOST_LEVELS} levels deep. ${words.instead}`)
}

/** @returns the shortest way from `id` back to itself, both ends included; null when there is none */
function wayBack(members: Holdings['members'], id: number): number[] | null {
  const cameFrom = new Map<number, number>()
  const queue = [id]
  for (const at of queue) {
    for (const next of members.get(at) ?? []) {
      if (next === id) return wayTo(cameFrom, at, id)
      if (cameFrom.has(next)) continue
      cameFrom.set(next, at)
      queue.push(next)
    }
  }
  return null
}

function wayTo(cameFrom: ReadonlyMap<number, number>, last: number, id: number): number[] {
  const way = [id]
  for (let at = last; at !== id; at = cameFrom.get(at)!) way.unshift(at)
  return [id, ...way]
}

/** @returns how many levels there are below and above `id`, itself among them; circles are walked once */
export function depthThrough({ members }: Pick<Holdings, 'members'>, id: number): number {
  const holders = new Map<number, number[]>()
  for (const [holder, own] of members)
    for (const member of own) holders.set(member, [...(holders.get(member) ?? []), holder])
  return depthFrom(members, id) + depthFrom(holders, id) - 1
}

function depthFrom(next: ReadonlyMap<number, readonly number[]>, id: number): number {
  const depths = new Map<number, number>()
  const stack: { id: number; isReturn: boolean }[] = [{ id, isReturn: false }]
  while (stack.length > 0) {
    const { id: at, isReturn } = stack.pop()!
    const below = next.get(at) ?? []
    if (isReturn) depths.set(at, 1 + Math.max(0, ...below.map((each) => depths.get(each) ?? 0)))
    else if (!depths.has(at)) {
      depths.set(at, 1)
      stack.push(
        { id: at, isReturn: true },
        ...below.map((each) => ({ id: each, isReturn: false }))
      )
    }
  }
  return depths.get(id)!
}
