import { createToken } from '../../app/access/create_token.ts'
import type { Role } from '../../app/access/roles.ts'
import User from '../../app/models/user.ts'
import { PageClient } from './page_client.ts'

export const PASSWORD = 'correct horse battery'

/** Makes somebody with this role. */
export function createPerson(role: Role, email = `${role}@example.com`): Promise<User> {
  return User.create({ fullName: `The ${role}`, email, password: PASSWORD, role })
}

/** @returns a browser in which somebody with this e-mail address is signed in */
export async function signedIn(email: string, password = PASSWORD): Promise<PageClient> {
  const browser = new PageClient()
  await browser.get('/login')
  const answer = await browser.post('/login', { email, password })
  if (answer.location !== '/') throw new Error(`Sign-in of ${email} failed: ${answer.status}`)
  return browser
}

/** @returns a token of a program with this role */
export function tokenOf(role: Role): Promise<string> {
  return createToken(`program of the ${role}`, role)
}
