import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { Infer } from '@vinejs/vine/types'
import { refuseWeakPassword } from '../access/password_rules.ts'
import { endAllSessions } from '../access/session_of_person.ts'
import User from '../models/user.ts'
import type { userBody, userChanges } from '../validators/api/people.ts'
import { fieldError } from '../validators/field_error.ts'
import { userNotFound } from './describe_users.ts'
import { lockOwners, refuseLastOwner } from './last_owner.ts'

/** @throws E_VALIDATION_ERROR for `email` when it is taken, for `password` when it is weak */
export function createUser({ name, ...given }: Infer<typeof userBody>): Promise<User> {
  refuseWeakPassword(given.password, given.email)
  return saving(async (trx) => {
    await refuseTakenAddress(trx, given.email)
    return User.create({ fullName: name, ...given }, { client: trx })
  })
}

/**
 * Changes what is given. A new password or role ends all sessions: whoever sits there has to sign in anew.
 * @throws E_VALIDATION_ERROR, NotFound; Conflict when no owner would be left
 */
export async function changeUser(id: number, given: Infer<typeof userChanges>): Promise<User> {
  const { name, email, role, password } = given
  const user = await saving(async (trx) => {
    const owners = await lockOwners(trx)
    const found = await User.find(id, { client: trx })
    if (!found) throw userNotFound(id)
    if (role !== undefined && role !== 'owner') refuseLastOwner(owners, id)
    if (email !== undefined) await refuseTakenAddress(trx, email, id)
    if (password !== undefined) refuseWeakPassword(password, email ?? found.email)
    const columns = Object.entries({ fullName: name, email, role, password })
    found.merge(Object.fromEntries(columns.filter(([, value]) => value !== undefined)))
    return found.save()
  })
  if (password !== undefined || role !== undefined) await endAllSessions(user)
  return user
}

/** @throws NotFound; Conflict when no owner would be left */
export async function deleteUser(id: number): Promise<void> {
  const user = await saving(async (trx) => {
    const owners = await lockOwners(trx)
    const found = await User.find(id, { client: trx })
    if (!found) throw userNotFound(id)
    refuseLastOwner(owners, id)
    await found.delete()
    return found
  })
  await endAllSessions(user)
}

/** Two may take the same address at the same moment: the index says so to the second. */
async function saving<Made>(
  save: (trx: TransactionClientContract) => Promise<Made>
): Promise<Made> {
  try {
    return await db.transaction(save)
  } catch (error) {
    const { code, constraint } = error as { code?: string; constraint?: string }
    if (code === '23505' && constraint === 'users_email') throw takenAddress()
    throw error
  }
}

async function refuseTakenAddress(trx: TransactionClientContract, email: string, ownId?: number) {
  const other = await User.query({ client: trx })
    .whereRaw('lower(email) = lower(?)', [email])
    .first()
  if (other && other.id !== ownId) throw takenAddress()
}

function takenAddress() {
  return fieldError('email', 'Somebody with this e-mail address exists already. Use another.')
}
