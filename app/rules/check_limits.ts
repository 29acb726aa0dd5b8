import type { LimitDeclaration } from '../../agent/protocol/manifest.ts'
import { fieldError } from '../validators/field_error.ts'

/** Every run of the rule is handed all limits. */
const LONGEST_TEXT = 1000

/** New values by name; null goes back to the default. */
export type LimitChanges = Record<string, LimitDeclaration['default'] | null>

/**
 * @param declared the limits of the plugin's manifest
 * @throws E_VALIDATION_ERROR naming the limit, with what is allowed
 */
export function checkLimits(
  declared: readonly LimitDeclaration[],
  changes: Record<string, unknown>
) {
  for (const [name, value] of Object.entries(changes)) {
    const limit = declared.find((each) => each.name === name)
    if (!limit) throw fieldError(`limits.${name}`, unknownLimit(name, declared))
    if (value !== null) refuseUnfit(limit, value)
  }
  return changes as LimitChanges
}

function unknownLimit(name: string, declared: readonly LimitDeclaration[]): string {
  if (declared.length === 0) return `This plugin has no limits, so "${name}" cannot be set.`
  return `There is no limit "${name}". Use one of: ${declared.map((each) => each.name).join(', ')}.`
}

function refuseUnfit(limit: LimitDeclaration, value: unknown) {
  const { name, minimum = -Infinity, maximum = Infinity } = limit
  const type = typeof limit.default
  if (typeof value !== type) {
    throw fieldError(`limits.${name}`, `"${name}" must be ${WORDS[type]}, like ${limit.default}.`)
  }
  if (typeof value === 'string' && value.length > LONGEST_TEXT) {
    throw fieldError(`limits.${name}`, `"${name}" may have at most ${LONGEST_TEXT} characters.`)
  }
  if (typeof value === 'number' && !(value >= minimum && value <= maximum)) {
    throw fieldError(`limits.${name}`, `"${name}" must be ${rangeInWords(limit)}.`)
  }
}

const WORDS: Record<string, string> = {
  number: 'a number',
  boolean: 'true or false',
  string: 'a text',
}

function rangeInWords({ minimum, maximum, unit }: LimitDeclaration): string {
  const from = minimum === undefined ? '' : `at least ${minimum}`
  const to = maximum === undefined ? '' : `at most ${maximum}`
  return [[from, to].filter(Boolean).join(' and ') || 'a finite number', unit].join(' ').trim()
}
