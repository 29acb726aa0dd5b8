import { severityOf, type State } from '../states.ts'
import type { HealthGraph } from './health_graph.ts'
import { type AssignmentMemory, healthOf, type Memory, type Standing } from './memory.ts'
import {
  changesBetween,
  standingsAfter,
  type JudgedResult,
  type StandingChange,
} from './standings_after.ts'

/** Whose health it is. */
export type Subject = { kind: 'host' | 'group' | 'service'; id: number }

/** The health of a host, group or service before and after a batch, with the result that caused the change. */
export interface HealthChange {
  subject: Subject
  from: State
  to: State
  cause: StandingChange
}

/** What follows from a batch of results. */
export interface Consequences {
  /** What each result makes of its assignment. */
  standings: Map<JudgedResult, Map<string, Standing>>
  changes: StandingChange[]
  health: HealthChange[]
}

/**
 * Pure: what a batch changes, from the memory before it.
 * @param results at most one per assignment; all of them in the memory
 */
export function consequencesOf(
  results: readonly JudgedResult[],
  memory: Memory,
  graph: HealthGraph
): Consequences {
  const standings = new Map<JudgedResult, Map<string, Standing>>()
  const changes: StandingChange[] = []
  for (const judged of results) {
    const before = assignmentIn(memory, judged).standings
    const after = standingsAfter(before, judged)
    standings.set(judged, after)
    changes.push(...changesBetween(before, after, judged))
  }
  const hosts = changesOfHosts(memory, standings, changes)
  return { standings, changes, health: [...hosts, ...changesBeyond(memory, graph, hosts)] }
}

/** @returns what the memory holds of the assignment of a result */
export function assignmentIn(memory: Memory, { outcome }: JudgedResult): AssignmentMemory {
  const { host, key } = outcome.assignment
  return memory.hosts.get(host.id)!.assignments.get(key)!
}

/** Only where something changed in a way that counts can the health of a host be another one. */
function changesOfHosts(
  memory: Memory,
  standings: Consequences['standings'],
  changes: readonly StandingChange[]
): HealthChange[] {
  const changed = Map.groupBy(changes, (each) => each.judged.outcome.assignment.host.id)
  if (changed.size === 0) return []
  const judged = Map.groupBy(standings.keys(), (each) => each.outcome.assignment.host.id)
  return [...changed].flatMap(([id, own]) => {
    const before = memory.hosts.get(id)!
    const assignments = new Map(before.assignments)
    for (const each of judged.get(id)!) {
      const { key } = each.outcome.assignment
      assignments.set(key, { ...assignments.get(key)!, standings: standings.get(each)! })
    }
    const to = healthOf({ assignments })
    if (to === before.state) return []
    const cause =
      own.find((change) => change.to === to) ??
      troubleLeft(assignments, own[0].judged, to) ??
      own.at(-1)!
    return [{ subject: { kind: 'host', id }, from: before.state, to, cause }]
  })
}

/**
 * Where things got better but not well, the cause is the trouble that is left, so that a message names what is still
 * wrong: what stands at the new health without having changed, as a change with its last result.
 */
function troubleLeft(
  assignments: ReadonlyMap<string, AssignmentMemory>,
  { outcome }: JudgedResult,
  to: State
): StandingChange | null {
  if (to === 'ok' || to === 'no_data') return null
  for (const { assignment, last, standings } of assignments.values()) {
    for (const [instance, { countsAs, since, reason }] of standings) {
      if (countsAs !== to) continue
      const { value = null, message = '', type = 'plugin', metrics = [] } = last ?? {}
      const answer = { value, message, type, metrics, durationMs: 0 }
      const judged = {
        outcome: { assignment, slot: outcome.slot, answer },
        verdict: { state: to, why: reason, instances: {} },
      }
      return { judged, instance, from: to, to, since, reason }
    }
  }
  return null
}

/** Groups and services that have another health because hosts have. */
function changesBeyond(
  memory: Memory,
  graph: HealthGraph,
  hosts: readonly HealthChange[]
): HealthChange[] {
  if (hosts.length === 0) return []
  const fresh = new Map(hosts.map((change) => [change.subject.id, change.to]))
  const healthOfHost = (id: number) => fresh.get(id) ?? memory.hosts.get(id)?.state ?? 'no_data'
  const reached = graph.reachedFrom(fresh.keys())
  const groups = [...reached.groups].flatMap((id) => {
    const from = memory.groups.get(id)?.state ?? 'no_data'
    const to = graph.healthOfGroup(id, healthOfHost)
    const cause = causeOf(from, to, hosts)
    return from === to ? [] : [{ subject: { kind: 'group' as const, id }, from, to, cause }]
  })
  const services = [...reached.services].flatMap((id) => {
    const from = memory.services.get(id)?.state ?? 'no_data'
    const to = graph.healthOfService(id, healthOfHost)
    const own = hosts.filter((change) => graph.reachedFrom([change.subject.id]).services.has(id))
    return from === to
      ? []
      : [{ subject: { kind: 'service' as const, id }, from, to, cause: causeOf(from, to, own) }]
  })
  return [...groups, ...services]
}

/** The worst of what got worse explains what got worse; the last of what got better, what got better. */
function causeOf(from: State, to: State, hosts: readonly HealthChange[]): StandingChange {
  const isWorse = (one: { from: State; to: State }) => severityOf(one.to) > severityOf(one.from)
  const alike = hosts.filter((change) => isWorse(change) === isWorse({ from, to }))
  const candidates = alike.length > 0 ? alike : hosts
  const worst = candidates.reduce((one, other) =>
    severityOf(other.to) > severityOf(one.to) ? other : one
  )
  return worst.cause
}
