import type { ServerResponse } from 'node:http'
import type { HttpContext } from '@adonisjs/core/http'
import db from '@adonisjs/lucid/services/db'
import { MARK, markOf } from '../access/session_of_person.ts'

/** The part of Transmit that tells who listens. */
interface Streams {
  on(event: 'connect', listener: (made: { uid: string; context: HttpContext }) => void): unknown
  on(event: 'disconnect', listener: (gone: { uid: string }) => void): unknown
}

/** The stream of one open page, and by what right it is open. */
interface OpenStream {
  response: ServerResponse
  sessionId: string
  userId: number
  mark: unknown
}

const open = new Map<string, OpenStream>()

/**
 * A page listens for as long as it is open, and the HTTP server closes only once nobody does.
 * @returns what ends the streams of all pages; they try again, and find the next process
 */
export function followStreams(transmit: Streams) {
  transmit.on('connect', ({ uid, context }) => {
    const { auth, session, response } = context
    open.set(uid, {
      response: response.response,
      sessionId: session.sessionId,
      userId: auth.use('web').user!.id,
      mark: session.get(MARK),
    })
  })
  transmit.on('disconnect', ({ uid }) => open.delete(uid))
  return () => endStreams(() => true)
}

/** Ends streams: a page may listen for as long as its session lasts, and no longer. */
export function endStreams(isOver: (stream: OpenStream) => boolean) {
  for (const [uid, stream] of open) {
    if (!isOver(stream)) continue
    stream.response.destroy()
    open.delete(uid)
  }
}

/** Ends the streams of sessions that are over, wherever they were ended: a command does it in a process of its own. */
export async function endOutdatedStreams() {
  if (open.size === 0) return
  const streams = [...open.values()]
  const sessions = await db
    .from('sessions')
    .whereIn('id', [...new Set(streams.map((each) => each.sessionId))])
    .where('expires_at', '>', new Date())
    .select('id')
  const users = await db
    .from('users')
    .whereIn('id', [...new Set(streams.map((each) => each.userId))])
    .select('id', 'password')
  const going = new Set(sessions.map((row) => row.id))
  const marks = new Map(users.map((row) => [row.id, markOf(row)]))
  endStreams((each) => !going.has(each.sessionId) || marks.get(each.userId) !== each.mark)
}
