import type { ClassifyRequest } from './classification.ts'
import { History, type HistoryView } from './history.ts'

/** A request with its histories at hand, as the engine takes it. */
export interface JudgeRequest extends Omit<ClassifyRequest, 'points' | 'others' | 'remembered'> {
  points: HistoryView
  others: Record<string, HistoryView>
}

/** @returns a request that brings all its points along, as the engine takes it */
export function withHistories({ remembered: _, ...request }: ClassifyRequest): JudgeRequest {
  const others = Object.entries(request.others).map(([plugin, points]) => [
    plugin,
    History.of(points).view(points.length),
  ])
  return {
    ...request,
    points: History.of(request.points).view(request.points.length),
    others: Object.fromEntries(others) as Record<string, HistoryView>,
  }
}
