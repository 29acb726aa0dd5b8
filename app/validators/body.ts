import type { HttpRequest } from '@adonisjs/core/http'
import { fieldError } from './field_error.ts'

/**
 * @param known the fields this address takes
 * @returns the body as an object; an empty one when there is no body
 * @throws E_VALIDATION_ERROR when it is a list, or naming a field that is not known
 */
export function bodyOf(request: HttpRequest, known: readonly string[]): Record<string, unknown> {
  const body: unknown = request.body() ?? {}
  refusePrototype(request.raw() ?? '')
  if (Array.isArray(body)) throw fieldError('body', 'Send a JSON object, not a list.')
  const given = body as Record<string, unknown>
  const unknown = Object.keys(given).find((name) => !known.includes(name))
  if (unknown === undefined) return given
  const name = unknown.slice(0, 100)
  throw fieldError(name, `There is no field "${name}" here. ${inWords(known)}`)
}

/**
 * @param known the names this address takes behind its question mark
 * @throws E_VALIDATION_ERROR naming one that is not known: a misspelt filter would answer with everything
 */
export function queryOf(request: HttpRequest, known: readonly string[]): Record<string, unknown> {
  const given = request.qs()
  const unknown = Object.keys(given).find((name) => !known.includes(name))
  if (unknown === undefined) return given
  const name = unknown.slice(0, 100)
  const use = known.length === 0 ? 'It takes none.' : `Use ${known.join(', ')}.`
  throw fieldError(name, `There is no parameter "${name}" here. ${use}`)
}

/**
 * The reader of JSON drops this name, so that nobody gets at prototypes: here whoever sent it is told.
 * @throws E_VALIDATION_ERROR
 */
export function refusePrototype(raw: string) {
  if (!/__proto__|\\u/.test(raw)) return
  JSON.parse(raw, (key, value: unknown) => {
    if (key !== '__proto__') return value
    throw fieldError(key, 'The name "__proto__" means nothing here. Leave it out.')
  })
}

/** @returns what was sent, as a person may recognise it in a sentence */
export function asSent(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value))
  return text.length > 80 ? `${text.slice(0, 79)}…` : text
}

function inWords(known: readonly string[]): string {
  return known.length === 0 ? 'Send no body.' : `Use ${known.join(', ')}.`
}
