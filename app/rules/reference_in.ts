import { fieldError } from '../validators/field_error.ts'

/**
 * @param field of the body: an id or a name
 * @returns it as text; null when it is not given
 * @throws E_VALIDATION_ERROR for the field when it is a list or an object
 */
export function referenceIn(body: Record<string, unknown>, field: string): string | null {
  const given = body[field]
  if (given === undefined || given === null) return null
  if (typeof given === 'string' || typeof given === 'number') return String(given)
  throw fieldError(field, `Give "${field}" as the id or the name of one.`)
}
