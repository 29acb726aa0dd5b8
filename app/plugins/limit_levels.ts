import type { Manifest } from '../../agent/protocol/manifest.ts'

const STATES_WITH_LIMITS = ['minor', 'major', 'critical'] as const

/** From which main value on a state threatens. */
export interface LimitLevel {
  state: (typeof STATES_WITH_LIMITS)[number]
  from: number
}

/**
 * Limits of the main value go by the names `minor_percent`, `major_percent` … where the value is a percentage, and
 * `minor_per_core` … where it counts for every core. Other limits are about something that a graph does not show.
 * @param limits those in force, not the defaults
 * @returns the levels, least severe first
 */
export function limitLevels(
  manifest: Pick<Manifest, 'value_unit'>,
  limits: Record<string, unknown>,
  metrics: Record<string, number | null>
): LimitLevel[] {
  const levels = STATES_WITH_LIMITS.flatMap((state) => {
    const percent = limits[`${state}_percent`]
    if (manifest.value_unit === '%' && typeof percent === 'number')
      return [{ state, from: percent }]
    const perCore = limits[`${state}_per_core`]
    if (typeof perCore === 'number' && metrics.cores)
      return [{ state, from: perCore * metrics.cores }]
    return []
  })
  // Limits are set one by one: above one that is worse, a level is never reached.
  return levels.filter((level, index) =>
    levels.slice(index + 1).every((worse) => worse.from > level.from)
  )
}
