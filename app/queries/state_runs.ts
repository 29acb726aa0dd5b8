import { type State, stateOf } from '../monitoring/states.ts'
import { rows } from './rows.ts'

/** A stretch of time in which the health of a host did not change. */
export interface StateRun {
  state: State
  from: Date
  to: Date
}

interface Change {
  hostId: number
  from: number
  to: number
  at: Date
}

/**
 * @param hostIds the hosts asked for
 * @param from start of the window
 * @param to end of the window
 * @returns by host, the runs of its health that fill the window, oldest first
 */
export async function findStateRuns(
  hostIds: number[],
  from: Date,
  to: Date
): Promise<Map<number, StateRun[]>> {
  const changes = await rows<Change>(CHANGES, { hostIds, from, to })
  const now = await rows<{ hostId: number; state: number; since: Date }>(NOW, { hostIds })
  const current = new Map(now.map((row) => [row.hostId, row]))
  const byHost = Map.groupBy(changes, (change) => change.hostId)
  return new Map(hostIds.map((id) => [id, runsOf(byHost.get(id) ?? [], current.get(id), from, to)]))
}

const CHANGES = `
  SELECT host_id AS "hostId", from_state AS from, to_state AS to, at
  FROM transitions
  WHERE host_id = ANY(:hostIds) AND kind = 'host' AND at >= :from AND at < :to
  ORDER BY host_id, at, id`

const NOW = `SELECT host_id AS "hostId", state, since FROM host_health WHERE host_id = ANY(:hostIds)`

function runsOf(
  changes: Change[],
  current: { state: number; since: Date } | undefined,
  from: Date,
  to: Date
): StateRun[] {
  if (changes.length === 0) return runsWithoutChange(current, from, to)
  const runs: StateRun[] = []
  let start = from
  let state = changes[0].from
  for (const change of changes) {
    addRun(runs, { state: stateOf(state), from: start, to: change.at })
    start = change.at
    state = change.to
  }
  addRun(runs, { state: stateOf(state), from: start, to })
  return runs
}

function runsWithoutChange(
  current: { state: number; since: Date } | undefined,
  from: Date,
  to: Date
): StateRun[] {
  if (!current || current.since >= to) return [{ state: 'no_data', from, to }]
  const runs: StateRun[] = []
  addRun(runs, { state: 'no_data', from, to: current.since })
  addRun(runs, { state: stateOf(current.state), from: latest(from, current.since), to })
  return runs
}

/** Runs of no length and neighbours in the same state are not told apart. */
function addRun(runs: StateRun[], run: StateRun) {
  const last = runs.at(-1)
  if (run.to <= run.from) return
  if (last?.state === run.state) last.to = run.to
  else runs.push(run)
}

function latest(one: Date, other: Date): Date {
  return one > other ? one : other
}
