import { severityOf, type State } from '../states.ts'
import type { Replayed } from './replay_rule.ts'

/** What a rule would have meant for people. */
export interface ReplaySummary {
  results: number
  /** Results for which another state was stored, of the whole or of an instance. */
  differences: number
  /** How often something would have become major or critical, and how often it did. */
  alerts: { replayed: number; stored: number }
}

/** Counts as it is given one result after the other, those of one assignment in order. */
export function summarize() {
  const summary: ReplaySummary = { results: 0, differences: 0, alerts: { replayed: 0, stored: 0 } }
  const last = { replayed: new Map<string, State>(), stored: new Map<string, State>() }

  function note(which: 'replayed' | 'stored', key: string, state: State) {
    const before = last[which].get(key)
    last[which].set(key, state)
    if (isBad(state) && !isBad(before ?? 'ok')) summary.alerts[which]++
  }

  return {
    summary,
    add({ assignment, state, instances, stored }: Replayed) {
      summary.results++
      const named = Object.keys(instances)
      const isSame =
        state === stored.state &&
        Object.entries(stored.instances).every(
          ([name, was]) => (instances[name]?.state ?? state) === was
        )
      if (!isSame) summary.differences++
      if (named.length === 0) note('replayed', assignment.key, state)
      for (const name of named) note('replayed', `${assignment.key}:${name}`, instances[name].state)
      const storedNames = Object.entries(stored.instances)
      if (storedNames.length === 0) note('stored', assignment.key, stored.state)
      for (const [name, was] of storedNames) note('stored', `${assignment.key}:${name}`, was)
    },
  }
}

function isBad(state: State): boolean {
  return severityOf(state) >= severityOf('major')
}
