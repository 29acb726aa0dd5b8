import type { Manifest } from '../../agent/protocol/manifest.ts'
import { STATE_WORDS, type State } from '../monitoring/states.ts'
import { limitLevels } from '../plugins/limit_levels.ts'
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

/** @returns the bands above the limits in force, least severe first */
export function thresholdBands(
  manifest: Manifest,
  limits: Limits,
  metrics: Record<string, number | null>
): Band[] {
  const levels = limitLevels(manifest, limits, metrics)
  return levels.map(({ state, from }, index) => ({
    state,
    from,
    to: levels[index + 1]?.from ?? null,
    words: `${STATE_WORDS[state]} above ${quantity(from, manifest.value_unit)}`,
  }))
}

/** @returns "Minor above 80 %, major above 90 %."; nothing where there is no band */
export function bandsInWords(bands: { words: string }[]): string {
  if (bands.length === 0) return ''
  // A number and its unit stay on one line.
  const [first, ...others] = bands.map(({ words }) => words.replace(/ (?=\S*$)/, '\u00a0'))
  const rest = others.map((words) => words[0].toLowerCase() + words.slice(1))
  return `${[first, ...rest].join(', ')}.`
}
