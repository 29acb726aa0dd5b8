import { createHash } from 'node:crypto'
import type { HttpContext } from '@adonisjs/core/http'
import db from '@adonisjs/lucid/services/db'
import { endStreams } from '../live/open_streams.ts'
import type User from '../models/user.ts'

/** The place in a session that holds the mark of its password. */
export const MARK = 'password_mark'

/** Signs somebody in under a fresh session id, which is remembered as theirs. */
export async function signIn(ctx: HttpContext, user: User) {
  await ctx.auth.use('web').login(user)
  ctx.session.put(MARK, markOf(user))
  await ctx.session.tag(String(user.id))
}

/**
 * A session holds a mark of the password it began with. So a request that was under way while the password
 * changed, and writes its session back, does not bring it to life again.
 * @returns the person this request belongs to
 */
export async function personOf(ctx: HttpContext): Promise<User | null> {
  const web = ctx.auth.use('web')
  if (!(await web.check()) || !web.user) return null
  if (ctx.session.get(MARK) === markOf(web.user)) return web.user
  await web.logout()
  ctx.session.forget(MARK)
  return null
}

/** Ends every session of a person, on all devices, with what their pages listen to. */
export async function endAllSessions(user: User) {
  await db.from('sessions').where('user_id', String(user.id)).delete()
  endStreams((stream) => stream.userId === user.id)
}

/** Ends the session of this request. */
export async function signOut({ auth, session }: HttpContext) {
  const { sessionId } = session
  await auth.use('web').logout()
  session.clear()
  session.regenerate()
  endStreams((stream) => stream.sessionId === sessionId)
}

/** @returns what a session keeps of a password, to end with it */
export function markOf(user: { password: string }): string {
  return createHash('sha256').update(user.password).digest('base64url').slice(0, 22)
}
