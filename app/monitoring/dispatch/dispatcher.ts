import type { AgentLink } from '../agent_link/agent_link.ts'
import type { Clock } from '../clock.ts'
import type { HostEntry } from '../configuration/configuration.ts'
import { MISS_REASONS, type Due, type Miss, type Outcome } from './outcome.ts'

/** How many hosts are spoken to at once. */
const MAX_HOSTS_AT_ONCE = 256

export interface Dispatcher {
  dispatch(due: readonly Due[]): void
  /** Starts nothing new and waits for what runs. @returns what was still waiting or running at the deadline */
  drain(deadlineMs: number): Promise<Due[]>
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
  const waiting = new Map<number, Due[]>()
  const running = new Map<number, Set<Due>>()
  let isDraining = false
  let onIdle = () => {}

  function dispatch(due: readonly Due[]) {
    for (const each of due) {
      const queue = waiting.get(each.assignment.host.id)
      if (queue) queue.push(each)
      else waiting.set(each.assignment.host.id, [each])
    }
    pump()
  }

  function pump() {
    if (isDraining) return
    for (const [hostId, queue] of waiting) {
      if (running.size >= MAX_HOSTS_AT_ONCE) return
      if (running.has(hostId)) continue
      waiting.delete(hostId)
      const inTime = queue.filter((due) => isInTime(due))
      if (inTime.length > 0) void run(inTime[0].assignment.host, inTime)
    }
  }

  function isInTime({ assignment, slot, maximumLatenessMs }: Due): boolean {
    if (clock.now() - slot <= maximumLatenessMs) return true
    onMiss({ assignment, range: { from: slot, to: slot, count: 1 }, reason: MISS_REASONS.late })
    return false
  }

  async function run(host: HostEntry, list: Due[]) {
    const open = new Set(list)
    running.set(host.id, open)
    const dueOf = new Map(list.map((due) => [due.assignment, due]))
    await link.run(host, [...dueOf.keys()], (assignment, answer) => {
      const due = dueOf.get(assignment)!
      if (open.delete(due)) onOutcome({ assignment, slot: due.slot, answer })
    })
    running.delete(host.id)
    if (running.size === 0) onIdle()
    pump()
  }

  async function drain(deadlineMs: number): Promise<Due[]> {
    isDraining = true
    if (running.size > 0) {
      await new Promise<void>((resolve) => {
        const cancel = clock.after(deadlineMs, resolve)
        onIdle = () => {
          cancel()
          resolve()
        }
      })
    }
    const unfinished = [
      ...waiting.values(),
      ...[...running.values()].map((open) => [...open]),
    ].flat()
    // They become misses: an answer that comes all the same is too late.
    for (const open of running.values()) open.clear()
    return unfinished
  }

  return { dispatch, drain }
}
