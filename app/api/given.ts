import type { HttpRequest } from '@adonisjs/core/http'
import { refusePrototype } from '../validators/body.ts'
import { fieldError } from '../validators/field_error.ts'
import type { ApiValidator } from './contract.ts'
import { refuseStrangers } from './refuse_strangers.ts'
import { refuseUnkeepable } from './refuse_unkeepable.ts'

/**
 * @returns the body as the validator makes it
 * @throws E_VALIDATION_ERROR also for what the validator does not know, at any depth
 */
export async function bodyGiven<Given>(
  request: HttpRequest,
  validator: ApiValidator<Given>
): Promise<Given> {
  const body: unknown = request.body() ?? {}
  if (Array.isArray(body)) throw fieldError('body', 'Send a JSON object, not a list.')
  refusePrototype(request.raw() ?? '')
  refuseUnkeepable(body as Record<string, unknown>)
  refuseStrangers(validator.toJSONSchema(), body as Record<string, unknown>)
  return validator.validate(body)
}

/**
 * @returns what stands after the question mark, as the validator makes it
 * @throws E_VALIDATION_ERROR
 */
export function queryGiven<Given>(
  request: HttpRequest,
  validator: ApiValidator<Given>
): Promise<Given> {
  return validator.validate(request.qs())
}
