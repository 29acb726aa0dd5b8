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
  /** The last result, for messages about trouble that is left; null where all is well, and before the first result. */
  last: HistoryPoint | null
  /** Past results, oldest first, where the classifier does not remember them itself. */
  points?: HistoryPoint[]
  standings: Map<string, Standing>
}

/** The health of a host, a group or a service. */
export interface Health {
  state: State
  /** Milliseconds since 1970. */
  since: number
}

/** What the core remembers of a host. */
export interface HostMemory extends Health {
  /** By assignment key: all that is assigned and not paused. */
  assignments: Map<string, AssignmentMemory>
}

/** Everything the core remembers, by id. Moves on only after a commit. */
export interface Memory {
  hosts: Map<number, HostMemory>
  groups: Map<number, Health>
  services: Map<number, Health>
}

export function emptyMemory(): Memory {
  return { hosts: new Map(), groups: new Map(), services: new Map() }
}

/** @returns the health of a host: the worst of all that is still assigned to it */
export function healthOf(host: Pick<HostMemory, 'assignments'>): State {
  return worstOf(
    [...host.assignments.values()].flatMap(({ standings }) =>
      [...standings.values()].map((standing) => standing.countsAs)
    )
  )
}

export function emptyAssignment(assignment: Assignment): AssignmentMemory {
  return { assignment, last: null, standings: new Map() }
}
