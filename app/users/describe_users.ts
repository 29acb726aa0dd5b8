import { NotFound } from '../exceptions/refusals.ts'
import User from '../models/user.ts'

/** @returns who may sign in, by name; passwords are never shown */
export async function describeUsers() {
  return (await User.query().orderBy('full_name').orderBy('id')).map(shown)
}

/** @returns somebody as they are shown */
export function shown({ id, fullName, email, role, createdAt }: User) {
  return { id, name: fullName, email, role, created_at: createdAt }
}

/** @throws NotFound */
export async function findUser(id: number): Promise<User> {
  const user = await User.find(id)
  if (user) return user
  throw userNotFound(id)
}

export function userNotFound(id: number) {
  return new NotFound(`There is no user ${id}. GET /api/v1/users lists them.`)
}
