import { errors } from '@vinejs/vine'

/**
 * One field that cannot be used, in the form pages flash and the API answers with 422.
 * @param message a sentence that says what to do
 */
export function fieldError(field: string, message: string) {
  return new errors.E_VALIDATION_ERROR([{ field, message, rule: 'refused' }])
}
