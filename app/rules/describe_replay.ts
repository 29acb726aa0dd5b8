import type { Replayed } from '../monitoring/replay/replay_rule.ts'
import type { ReplaySummary } from '../monitoring/replay/summary.ts'

/** @returns one result of a replay, for programs */
export function lineOf({ assignment, slot, state, why, instances, stored }: Replayed) {
  const { host, check, plugin } = assignment
  return {
    ...{ host: host.name, check: check.name, plugin: plugin.identifier },
    ...{ slot: new Date(slot).toISOString(), state, why, instances, stored },
  }
}

/** @returns a replay in words */
export function describeReplay({ results, differences, alerts }: ReplaySummary): string[] {
  if (results === 0) return ['Nothing is stored of that time.']
  const times = (count: number) => (count === 1 ? 'once' : `${count} times`)
  return [
    `${results} stored results were judged anew; ${differences} would have another state.`,
    `Something would have become major or critical ${times(alerts.replayed)}; it did ${times(alerts.stored)}.`,
  ]
}
