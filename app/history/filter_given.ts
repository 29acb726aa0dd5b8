import { fieldError } from '../validators/field_error.ts'
import { moment } from '../validators/time_range.ts'

/**
 * Reads the two times of a query, each for itself: without one there is no limit on that side.
 * @throws E_VALIDATION_ERROR for `from` or `to`
 */
export function withTimes<Given extends { from?: string; to?: string }>(given: Given) {
  const from = given.from === undefined ? undefined : moment(given.from, 'from')
  const to = given.to === undefined ? undefined : moment(given.to, 'to')
  if (from && to && from >= to) throw fieldError('from', '"from" must be earlier than "to".')
  return { ...given, from, to }
}
