import ApiClient from '../models/api_client.ts'
import { fieldError } from '../validators/field_error.ts'
import { isPlainLine, PLAIN_LINE } from '../validators/plain_line.ts'
import type { Role } from './roles.ts'

/**
 * Makes a further token for the program with this name, and the program when it is new.
 * @returns the token; it is shown this once, only its hash is kept
 * @throws E_VALIDATION_ERROR for `name`, or for `role` when the program has another one already
 */
export async function createToken(name: string, role: Role): Promise<string> {
  const trimmed = name.trim()
  if (trimmed === '' || trimmed.length > 100) {
    throw fieldError('name', 'Give the program a name of at most 100 characters.')
  }
  if (!isPlainLine(trimmed)) throw fieldError('name', PLAIN_LINE)
  const client = await ApiClient.firstOrCreate({ name: trimmed }, { role })
  if (client.role !== role) {
    throw fieldError(
      'role',
      `The program "${trimmed}" exists with the role ${client.role}. Choose that role or another name.`
    )
  }
  const token = await ApiClient.tokens.create(client)
  return token.value!.release()
}
