import type { Pool } from 'pg'
import type { Addressing } from '../alert/addressing.ts'
import type { Clock } from '../clock.ts'
import {
  assignmentKey,
  type AlertEntry,
  type Assignment,
  type Configuration,
} from '../configuration/configuration.ts'
import { recall, type Memory } from './recall.ts'
import { emptyCaches, storeBatch, type Batch } from './store_batch.ts'

/** Where results go, with the memory that saves reading them back. */
export interface Store {
  configure(configuration: Configuration): void
  /** @returns a memory that holds these assignments */
  recall(assignments: readonly Assignment[]): Promise<Memory>
  /** Stores all of it or nothing; after a failure the memory is read anew. */
  save(batch: Batch): Promise<void>
}

/** The store of a running core. Batches come one at a time. */
export function postgresStore(
  pool: Pool,
  clock: Clock,
  epoch: number,
  addressing: Addressing
): Store {
  const memory: Memory = new Map()
  let caches = emptyCaches()
  let alerts: readonly AlertEntry[] = []
  let byHost = new Map<number, Assignment[]>()
  let assigned: Configuration['assignments'] = new Map()

  return {
    configure(configuration) {
      alerts = configuration.alerts
      assigned = configuration.assignments
      byHost = Map.groupBy(configuration.assignments.values(), (each) => each.host.id)
      renewAssignments(memory, configuration)
    },

    async recall(assignments) {
      // The health of a host is the worst of all of it, so a host is recalled whole.
      const whole = [...new Set(assignments.map((each) => each.host.id))].flatMap(
        (id) => byHost.get(id) ?? []
      )
      await recall(pool, memory, [...assignments, ...whole], clock.now())
      return memory
    },

    async save(batch) {
      try {
        await storeBatch(pool, epoch, batch, memory, caches, alerts, addressing)
      } catch (error) {
        // Whether the commit arrived is not known: what is in the database is the truth.
        memory.clear()
        caches = emptyCaches()
        throw error
      }
      // What was taken from the plan while it ran is stored, and counts no more.
      for (const { assignment } of batch.results.map((each) => each.outcome))
        if (!assigned.has(assignment.key))
          memory.get(assignment.host.id)?.assignments.delete(assignment.key)
    },
  }
}

/** What is no longer assigned no longer counts for the health of its host; the rest may have got new limits. */
function renewAssignments(memory: Memory, { assignments }: Configuration) {
  for (const host of memory.values()) {
    for (const [key, own] of host.assignments) {
      const assignment = assignments.get(key)
      if (assignment) own.assignment = assignment
      else host.assignments.delete(key)
    }
  }
}

/** @returns up to where each assignment is settled, milliseconds since 1970 by assignment key */
export async function loadSettledSlots(pool: Pool): Promise<Map<string, number>> {
  const { rows } = await pool.query<{
    host_id: number
    check_id: number
    plugin_id: number
    settled_slot: Date
  }>('SELECT host_id, check_id, plugin_id, settled_slot FROM assignment_progress')
  return new Map(
    rows.map((row) => [
      assignmentKey(row.host_id, row.check_id, row.plugin_id),
      row.settled_slot.getTime(),
    ])
  )
}
