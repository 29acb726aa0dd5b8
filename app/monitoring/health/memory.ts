import type { Assignment } from '../configuration/configuration.ts'
import type { HistoryPoint } from '../classify/classification.ts'
import { worstOf, type State } from '../states.ts'

/** The state of one result, of the whole (instance '') or of one instance. */
export interface Standing {
  state: State
  /** What it counts as for health, incidents and alerts. */
  countsAs: State
  /** Milliseconds since 1970. */
  since: number
  reason: string
}

/** What the core remembers of an assignment between two results. */
export interface AssignmentMemory {
  /** As of the newest configuration. */
  assignment: Assignment
  /** The last results, oldest first, at most as many as the rule wants. */
  points: HistoryPoint[]
  standings: Map<string, Standing>
}

/** What the core remembers of a host. */
export interface HostMemory {
  health: State
  since: number
  /** By assignment key. */
  assignments: Map<string, AssignmentMemory>
}

/** @returns the health of a host: the worst of all that is still assigned to it */
export function healthOf(host: HostMemory): State {
  const standings = [...host.assignments.values()].flatMap((memory) => [
    ...memory.standings.values(),
  ])
  return worstOf(standings.map((standing) => standing.countsAs))
}

export function emptyHost(since: number): HostMemory {
  return { health: 'no_data', since, assignments: new Map() }
}

export function emptyAssignment(assignment: Assignment): AssignmentMemory {
  return { assignment, points: [], standings: new Map() }
}
