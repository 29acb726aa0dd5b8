import User from '../models/user.ts'
import { fieldError } from '../validators/field_error.ts'
import { refuseWeakPassword } from './password_rules.ts'
import { endAllSessions } from './session_of_person.ts'

/**
 * Gives somebody a new password without the old one, and ends all their sessions.
 * @throws E_VALIDATION_ERROR for `email` when nobody signs in with it, for `password` when it is weak
 */
export async function setPassword(email: string, password: string): Promise<User> {
  const user = await User.findBy('email', email.trim().toLowerCase())
  if (!user)
    throw fieldError('email', `Nobody signs in with ${email}. The page Users lists who does.`)
  refuseWeakPassword(password, user.email)
  await user.merge({ password }).save()
  await endAllSessions(user)
  return user
}
