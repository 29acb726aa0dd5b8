import type {
  ClassifyRequest,
  HistoryPoint,
  RuleSetup,
} from '../../../app/monitoring/classify/classification.ts'

/** A slot a minute, the first at 10:00 on 1 January 2026 (UTC), one value each. */
export const START = 1_767_261_600

export function point(value: number | null, index = 0, more: Partial<HistoryPoint> = {}) {
  const at = START + index * 60
  return { at, value, message: '', type: 'plugin' as const, metrics: [], ...more }
}

/** Points one minute apart, oldest first. */
export function history(...values: (number | null)[]): HistoryPoint[] {
  return values.map((value, index) => point(value, index))
}

/** A request that judges `points` by `code`. */
export function request(
  code: string,
  more: Partial<RuleSetup & Omit<ClassifyRequest, 'setup'>> = {}
): ClassifyRequest {
  const { points = history(1, 2, 3), remembered, others = {} } = more
  const { now = points.at(-1)?.at ?? START, previousState = 'ok', previousStates = {} } = more
  const setup = {
    rule: more.rule ?? { key: code, code },
    plugin: more.plugin ?? 'load',
    limits: more.limits ?? {},
    instanceLimits: more.instanceLimits ?? {},
    arguments: more.arguments ?? {},
    host: more.host ?? { id: 7, name: 'web-1', address: '192.0.2.7' },
    check: more.check ?? { id: 3, name: 'Load' },
  }
  return { setup, points, remembered, others, now, previousState, previousStates }
}
