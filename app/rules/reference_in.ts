import { NotFound } from '../exceptions/refusals.ts'
import { fieldError } from '../validators/field_error.ts'

/** An id, or text that is an id or a name. */
export type Reference = string | number

/**
 * @param field of the body: an id or a name
 * @param find throws NotFound
 * @returns what it names; null when it is not given
 * @throws E_VALIDATION_ERROR for the field when it is a list or an object, or there is no such thing
 */
export async function referenceIn<Found>(
  body: Record<string, unknown>,
  field: string,
  find: (given: Reference) => Promise<Found>
): Promise<Found | null> {
  const given = body[field]
  if (given === undefined || given === null) return null
  if (typeof given !== 'string' && typeof given !== 'number')
    throw fieldError(field, `Give "${field}" as the id or the name of one.`)
  try {
    return await find(given)
  } catch (error) {
    if (!(error instanceof NotFound)) throw error
    throw fieldError(field, error.message)
  }
}
