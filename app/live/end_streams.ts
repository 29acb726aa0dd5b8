import type { ServerResponse } from 'node:http'
import type { HttpContext } from '@adonisjs/core/http'

/** The part of Transmit that tells who listens. */
interface Streams {
  on(event: 'connect', listener: (made: { uid: string; context: HttpContext }) => void): unknown
  on(event: 'disconnect', listener: (gone: { uid: string }) => void): unknown
}

/**
 * A page listens for as long as it is open, and the HTTP server closes only once nobody does.
 * @returns what ends the streams of all pages; they try again, and find the next process
 */
export function endStreamsOf(transmit: Streams) {
  const open = new Map<string, ServerResponse>()
  transmit.on('connect', ({ uid, context }) => open.set(uid, context.response.response))
  transmit.on('disconnect', ({ uid }) => open.delete(uid))
  return () => {
    for (const response of open.values()) response.destroy()
    open.clear()
  }
}
