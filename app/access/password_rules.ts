import { fieldError } from '../validators/field_error.ts'
import { WORST_PASSWORDS } from './worst_passwords.ts'

const LEAST_CHARACTERS = 10
const MOST_CHARACTERS = 200

/**
 * @param field the name of the form field the sentence belongs to
 * @throws E_VALIDATION_ERROR when the password is too short, too long, the e-mail address or guessed first
 */
export function refuseWeakPassword(password: string, email: string, field = 'password') {
  const refusal = weaknessOf(password, email)
  if (refusal) throw fieldError(field, refusal)
}

function weaknessOf(password: string, email: string): string | null {
  const length = [...password].length
  if (length < LEAST_CHARACTERS) {
    return `Choose a longer password: at least ${LEAST_CHARACTERS} characters.`
  }
  if (length > MOST_CHARACTERS) {
    return `Choose a shorter password: at most ${MOST_CHARACTERS} characters.`
  }
  const lower = password.toLowerCase()
  if (lower === email.toLowerCase() || lower === email.toLowerCase().split('@')[0]) {
    return 'Choose a password that is not your e-mail address.'
  }
  const isGuessedFirst = WORST_PASSWORDS.has(lower) || new Set(lower).size < 3
  return isGuessedFirst
    ? 'This password is among the first that are guessed. Choose another.'
    : null
}
