import type { HttpRequest } from '@adonisjs/core/http'
import { fieldError } from './field_error.ts'

/**
 * @returns the body as an object; an empty one when there is no body
 * @throws E_VALIDATION_ERROR when it is a list
 */
export function bodyOf(request: HttpRequest): Record<string, unknown> {
  const body: unknown = request.body()
  if (!Array.isArray(body)) return (body ?? {}) as Record<string, unknown>
  throw fieldError('body', 'Send a JSON object, not a list.')
}
