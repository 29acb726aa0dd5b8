import type { HttpContext } from '@adonisjs/core/http'
import type User from '../models/user.ts'
import { fieldError } from '../validators/field_error.ts'
import { refuseWeakPassword } from './password_rules.ts'
import { endAllSessions, signIn } from './session_of_person.ts'
import { limitTries } from './sign_in_limits.ts'

/**
 * Changes the password of the person who is signed in, ends all their sessions and begins a new one for this
 * request.
 * @throws E_VALIDATION_ERROR for `currentPassword` or `newPassword`
 */
export async function changePassword(
  ctx: HttpContext,
  user: User,
  { currentPassword, newPassword }: { currentPassword: string; newPassword: string }
) {
  const tries = await limitTries(user.email, ctx.request.ip(), 'currentPassword')
  if (!(await user.verifyPassword(currentPassword))) {
    throw fieldError('currentPassword', 'This is not your current password.')
  }
  await tries.forget()
  refuseWeakPassword(newPassword, user.email, 'newPassword')
  await user.merge({ password: newPassword }).save()
  await endAllSessions(user)
  await signIn(ctx, user)
}
