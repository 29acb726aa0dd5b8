import type { HttpRequest } from '@adonisjs/core/http'
import { fieldError } from './field_error.ts'

/**
 * @param known the fields this address takes
 * @returns the body as an object; an empty one when there is no body
 * @throws E_VALIDATION_ERROR when it is a list, or naming a field that is not known
 */
export function bodyOf(request: HttpRequest, known: readonly string[]): Record<string, unknown> {
  const body: unknown = request.body() ?? {}
  if (Array.isArray(body)) throw fieldError('body', 'Send a JSON object, not a list.')
  const given = body as Record<string, unknown>
  const unknown = Object.keys(given).find((name) => !known.includes(name))
  if (unknown === undefined) return given
  const name = unknown.slice(0, 100)
  throw fieldError(name, `There is no field "${name}" here. ${inWords(known)}`)
}

function inWords(known: readonly string[]): string {
  return known.length === 0 ? 'Send no body.' : `Use ${known.join(', ')}.`
}
