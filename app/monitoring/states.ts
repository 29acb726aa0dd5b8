/**
 * The states of Table 3.1 of the thesis, least severe first. The position is the number stored in the database,
 * so a greater number is always the worse state.
 */
export const STATES = [
  'no_data',
  'ok',
  'unknown',
  'degraded',
  'minor',
  'major',
  'critical',
] as const

export type State = (typeof STATES)[number]

/** What a rule may return: `degraded` belongs to services, `no_data` means "never ran". */
export const RULE_STATES = ['ok', 'minor', 'major', 'critical', 'unknown'] as const

/** The words people read. */
export const STATE_WORDS: Record<State, string> = {
  no_data: 'No data',
  ok: 'OK',
  unknown: 'Unknown',
  degraded: 'Degraded',
  minor: 'Minor',
  major: 'Major',
  critical: 'Critical',
}

/** @returns the number stored for a state, 0 (no data) to 6 (critical) */
export function severityOf(state: State): number {
  return STATES.indexOf(state)
}

/** @returns the state behind a stored number */
export function stateOf(severity: number): State {
  return STATES[severity] ?? 'unknown'
}

/** @returns the most severe of the given states; `no_data` when there are none */
export function worstOf(states: Iterable<State>): State {
  let worst = 0
  for (const state of states) worst = Math.max(worst, severityOf(state))
  return STATES[worst]
}
