import db from '@adonisjs/lucid/services/db'
import User from '../models/user.ts'
import { fieldError } from '../validators/field_error.ts'
import { refuseWeakPassword } from './password_rules.ts'

/** Any number: it names the lock that lets one set-up through at a time. */
const CLAIM_LOCK = 4048

export interface NewPerson {
  name: string
  email: string
  password: string
}

/** @throws E_VALIDATION_ERROR for `email` when it is taken, for `password` when it is weak */
export async function createOwner({ name, email, password }: NewPerson): Promise<User> {
  refuseWeakPassword(password, email)
  if (await User.findBy('email', email.trim().toLowerCase())) {
    throw fieldError('email', 'Somebody with this e-mail address exists already. Use another.')
  }
  return User.create({ fullName: name, email, password, role: 'owner' })
}

/**
 * Makes the first owner, however many ask at the same moment.
 * @returns null when there is an owner already
 */
export async function claimSystem(person: NewPerson): Promise<User | null> {
  refuseWeakPassword(person.password, person.email)
  return db.transaction(async (trx) => {
    await trx.rawQuery('SELECT pg_advisory_xact_lock(?)', [CLAIM_LOCK])
    const owner = await User.query({ client: trx }).where('role', 'owner').select('id').first()
    if (owner) return null
    const { name, email, password } = person
    return User.create({ fullName: name, email, password, role: 'owner' }, { client: trx })
  })
}
