import type { HttpContext } from '@adonisjs/core/http'
import type User from '../models/user.ts'
import { fieldError } from '../validators/field_error.ts'
import { limitTries } from './sign_in_limits.ts'

/**
 * Before somebody signed in changes how they sign in: a session left open is not enough for that.
 * Counts as a try to sign in.
 * @param field the form field the sentence belongs to
 * @throws E_VALIDATION_ERROR for that field
 */
export async function refuseWrongPassword(
  ctx: HttpContext,
  user: User,
  password: string,
  field: string
) {
  const tries = await limitTries(user.email, ctx.request.ip(), field)
  if (!(await user.verifyPassword(password))) {
    throw fieldError(field, 'This is not your current password.')
  }
  await tries.forget()
}
