import { pointOf } from '../classify/judge_results.ts'
import { assignmentIn, type Consequences, type HealthChange } from '../health/consequences.ts'
import type { Memory, Standing } from '../health/memory.ts'

/** Brings the memory to where the database is, once a batch is committed. */
export function advanceMemory(memory: Memory, { standings, health }: Consequences) {
  for (const [judged, after] of standings) {
    const own = assignmentIn(memory, judged)
    own.standings = after
    own.last = isTrouble(after) ? pointOf(judged.outcome) : null
  }
  for (const change of health) advanceHealth(memory, change)
}

function isTrouble(standings: ReadonlyMap<string, Standing>): boolean {
  return standings.values().some(({ countsAs }) => countsAs !== 'ok' && countsAs !== 'no_data')
}

function advanceHealth({ hosts, groups, services }: Memory, { subject, to, cause }: HealthChange) {
  const fresh = { state: to, since: cause.judged.outcome.slot }
  if (subject.kind === 'group') groups.set(subject.id, fresh)
  else if (subject.kind === 'service') services.set(subject.id, fresh)
  else Object.assign(hosts.get(subject.id)!, fresh)
}
