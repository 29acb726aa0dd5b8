import type { ArgumentDeclaration } from './manifest.ts'
import { matches } from './matches.ts'
import type { ArgumentValue } from './run.ts'

const LONGEST_ARGUMENT = 4096

/** Arguments that the manifest does not allow. The message is one sentence that names the argument. */
export class ArgumentError extends Error {
  readonly code = 'E_ARGUMENT'
}

/**
 * The arguments a plugin is run with: `given`, tested against the manifest's `declared`, defaults filled in.
 * Checked on the agent too, whatever the core says. Throws an `ArgumentError`.
 */
export function checkArguments(
  declared: readonly ArgumentDeclaration[],
  given: Record<string, unknown>
): Record<string, ArgumentValue> {
  const unknown = Object.keys(given).find((name) => !declared.some((one) => one.name === name))
  if (unknown !== undefined) {
    throw new ArgumentError(`The plugin has no argument ${JSON.stringify(unknown.slice(0, 80))}.`)
  }
  const entries = declared.map((one) => [one.name, valueOf(one, given)] as const)
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as Record<
    string,
    ArgumentValue
  >
}

function valueOf(declared: ArgumentDeclaration, given: Record<string, unknown>) {
  const value = Object.hasOwn(given, declared.name) ? given[declared.name] : declared.default
  if (value === undefined) {
    throw new ArgumentError(`The argument "${declared.name}" is missing; the plugin needs it.`)
  }
  if (typeof value !== declared.type) throw refusal(declared, `a ${declared.type}`)
  if (typeof value === 'number') return inRange(declared, value)
  return typeof value === 'string' ? matching(declared, value) : (value as boolean)
}

function inRange(declared: ArgumentDeclaration, value: number): number {
  const { minimum = -Infinity, maximum = Infinity } = declared
  if (!Number.isFinite(value)) throw refusal(declared, 'a finite number')
  if (value < minimum || value > maximum) {
    throw refusal(declared, `a number from ${minimum} to ${maximum}`)
  }
  return value
}

function matching(declared: ArgumentDeclaration, value: string): string {
  if (value.length > LONGEST_ARGUMENT || value.includes('\0')) {
    throw refusal(declared, `a text of at most ${LONGEST_ARGUMENT} characters without NUL`)
  }
  const { pattern } = declared
  const isMatch = pattern === undefined || matches(pattern, value)
  if (isMatch === 'too_slow') {
    throw refusal(declared, `a text that can be tested in time with the pattern ${pattern}`)
  }
  if (!isMatch) throw refusal(declared, `a text matching ${pattern}`)
  return value
}

function refusal(declared: ArgumentDeclaration, expected: string): ArgumentError {
  return new ArgumentError(`The argument "${declared.name}" must be ${expected}.`)
}
