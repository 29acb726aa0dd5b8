import type { Manifest } from '../../agent/protocol/manifest.ts'
import { STATE_WORDS, type State } from '../monitoring/states.ts'
import type { Limits } from '../queries/find_limits.ts'
import { quantity } from './quantities.ts'

/** A range of values in which a state threatens, as graphs shade it. The end is null where it is open. */
export interface Band {
  state: State
  from: number
  to: number | null
  /** "Major above 90 %" */
  words: string
}

const STATES_WITH_LIMITS = ['minor', 'major', 'critical'] as const

/**
 * Limits of the main value go by the names `minor_percent`, `major_percent` … where the value is a percentage, and
 * `minor_per_core` … where it counts for every core. Other limits are about something that the graph does not show.
 * @returns the bands above those limits, least severe first
 */
export function thresholdBands(
  manifest: Manifest,
  limits: Limits,
  metrics: Record<string, number | null>
): Band[] {
  const levels = STATES_WITH_LIMITS.map((state) => ({ state, from: levelOf(state) })).filter(
    (level): level is { state: (typeof STATES_WITH_LIMITS)[number]; from: number } =>
      level.from !== null
  )
  return levels.map(({ state, from }, index) => ({
    state,
    from,
    to: levels[index + 1]?.from ?? null,
    words: `${STATE_WORDS[state]} above ${quantity(from, manifest.value_unit)}`,
  }))

  function levelOf(state: string): number | null {
    const percent = limits[`${state}_percent`]
    if (manifest.value_unit === '%' && typeof percent === 'number') return percent
    const perCore = limits[`${state}_per_core`]
    if (typeof perCore === 'number' && metrics.cores) return perCore * metrics.cores
    return null
  }
}

/** @returns "Minor above 80 %, major above 90 %."; nothing where there is no band */
export function bandsInWords(bands: { words: string }[]): string {
  if (bands.length === 0) return ''
  const [first, ...others] = bands.map(({ words }) => words)
  const rest = others.map((words) => words[0].toLowerCase() + words.slice(1))
  return `${[first, ...rest].join(', ')}.`
}
