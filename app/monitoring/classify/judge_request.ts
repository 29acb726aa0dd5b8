import type { ClassifyRequest, HistoryPoint, RuleSetup } from './classification.ts'
import { History, type HistoryView } from './history.ts'

/** A request with its histories at hand, as the engine takes it. */
export interface JudgeRequest
  extends RuleSetup, Pick<ClassifyRequest, 'now' | 'previousState' | 'previousStates'> {
  points: HistoryView
  others: Record<string, HistoryView>
}

/** @returns a request that brings all its points along, as the engine takes it */
export function withHistories({
  setup,
  remembered: _,
  points,
  others,
  ...rest
}: ClassifyRequest): JudgeRequest {
  const theirs = Object.entries(others).map(([plugin, each]) => [plugin, viewOf(each)])
  return { ...setup, ...rest, points: viewOf(points), others: Object.fromEntries(theirs) }
}

/** @returns all of these points as a rule sees them */
export function viewOf(points: HistoryPoint[]): HistoryView {
  return History.of(points).view(points.length)
}
