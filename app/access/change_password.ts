import type { HttpContext } from '@adonisjs/core/http'
import type User from '../models/user.ts'
import { fieldError } from '../validators/field_error.ts'
import { refuseWeakPassword } from './password_rules.ts'
import { endAllSessions, signIn } from './session_of_person.ts'
import { refuseWrongPassword } from './refuse_wrong_password.ts'

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
  await refuseWrongPassword(ctx, user, currentPassword, 'currentPassword')
  if (newPassword === currentPassword) {
    throw fieldError('newPassword', 'This is the password you use now. Choose another.')
  }
  refuseWeakPassword(newPassword, user.email, 'newPassword')
  await user.merge({ password: newPassword }).save()
  await endAllSessions(user)
  await signIn(ctx, user)
}
