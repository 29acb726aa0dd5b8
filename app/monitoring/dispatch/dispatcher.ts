import type { AgentLink } from '../agent_link/agent_link.ts'
import type { Clock } from '../clock.ts'
import { MISS_REASONS, type Due, type Miss, type Outcome } from './outcome.ts'

/** How many hosts that answer quickly are spoken to at once: more would only share the same processor. */
const MOST_QUICK = 256
/** A host that has not answered by then gives its place to others, and gets none of theirs the next time. */
const SLOW_AFTER_MS = 1000

export interface Dispatcher {
  dispatch(due: readonly Due[]): void
  /** Starts nothing new and waits for what runs. @returns what was still waiting or running at the deadline */
  drain(deadlineMs: number): Promise<Due[]>
}

/** What is to do on one host. */
interface Lane {
  waiting: Due[]
  /** What of the request under way has not ended; null while there is none. */
  open: Set<Due> | null
  /** Whether it takes one of the places of the quick ones. */
  isCounted: boolean
  isSlow: boolean
}

/**
 * One queue per host: a host that hangs holds up nobody else, and never runs two plugins at once. Everything that waits
 * for a host goes to it in one request.
 */
export function createDispatcher(
  clock: Clock,
  link: AgentLink,
  onOutcome: (outcome: Outcome) => void,
  onMiss: (miss: Miss) => void
): Dispatcher {
  const lanes = new Map<number, Lane>()
  /** Lanes with something to do, nothing under way and no place yet, in the order they came. */
  let ready: Lane[] = []
  let running = 0
  let quick = 0
  let isDraining = false
  let onIdle = () => {}

  function dispatch(due: readonly Due[]) {
    for (const each of due) {
      const lane = laneOf(each.assignment.host.id)
      lane.waiting.push(each)
      if (lane.open === null && lane.waiting.length === 1) ready.push(lane)
    }
    pump()
  }

  function laneOf(hostId: number): Lane {
    const known = lanes.get(hostId)
    if (known) return known
    const lane: Lane = { waiting: [], open: null, isCounted: false, isSlow: false }
    lanes.set(hostId, lane)
    return lane
  }

  function pump() {
    if (isDraining || ready.length === 0) return
    const now = ready
    ready = []
    for (const lane of now) {
      if (lane.isSlow || quick < MOST_QUICK) start(lane)
      else ready.push(lane)
    }
  }

  function start(lane: Lane) {
    const list = lane.waiting.splice(0).filter(isInTime)
    if (list.length > 0) void run(lane, list)
  }

  function isInTime({ assignment, slot, maximumLatenessMs }: Due): boolean {
    if (clock.now() - slot <= maximumLatenessMs) return true
    onMiss({ assignment, range: { from: slot, to: slot, count: 1 }, reason: MISS_REASONS.late })
    return false
  }

  async function run(lane: Lane, list: Due[]) {
    const open = new Set(list)
    lane.open = open
    running++
    if (!lane.isSlow) count(lane, true)
    const cancel = clock.after(SLOW_AFTER_MS, () => {
      lane.isSlow = true
      count(lane, false)
      pump()
    })
    const startedAt = clock.monotonic()
    const dueOf = new Map(list.map((due) => [due.assignment, due]))
    await link.run(list[0].assignment.host, [...dueOf.keys()], (assignment, answer) => {
      const due = dueOf.get(assignment)!
      if (open.delete(due)) onOutcome({ assignment, slot: due.slot, answer })
    })
    cancel()
    running--
    lane.isSlow = clock.monotonic() - startedAt >= SLOW_AFTER_MS
    count(lane, false)
    lane.open = null
    if (lane.waiting.length > 0) ready.push(lane)
    if (running === 0) onIdle()
    pump()
  }

  function count(lane: Lane, isCounted: boolean) {
    if (lane.isCounted === isCounted) return
    lane.isCounted = isCounted
    quick += isCounted ? 1 : -1
  }

  async function drain(deadlineMs: number): Promise<Due[]> {
    isDraining = true
    if (running > 0) {
      await new Promise<void>((resolve) => {
        const cancel = clock.after(deadlineMs, resolve)
        onIdle = () => {
          cancel()
          resolve()
        }
      })
    }
    const all = [...lanes.values()]
    const unfinished = all.flatMap(({ waiting, open }) => [...waiting, ...(open ?? [])])
    // They become misses: an answer that comes all the same is too late.
    for (const lane of all) {
      lane.waiting = []
      lane.open?.clear()
    }
    return unfinished
  }

  return { dispatch, drain }
}
