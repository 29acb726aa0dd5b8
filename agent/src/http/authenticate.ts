import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { USER } from '../../protocol/run.ts'
import { isKey, type StoredKey } from '../config/key.ts'
import { log } from '../log.ts'
import type { FailedAttempts } from './failed_attempts.ts'
import { replyJson } from './reply.ts'

const BASIC = /^Basic +([A-Za-z0-9+/]{1,2000}={0,2}) *$/i
/** A body up to this is read and thrown away, so that its sender gets to see the reply. */
const SKIPPED_BODY_BYTES = 16 * 1024 * 1024

/** Whether the request carries the user `core` and the agent's key (HTTP Basic). */
export function isAuthentic(request: IncomingMessage, key: StoredKey): boolean {
  const credentials = credentialsOf(request)
  if (credentials === undefined) return false
  const known = isKey(credentials.password, key)
  return known && credentials.user === USER
}

/** What the request gives as HTTP Basic; undefined when it gives nothing. */
export function credentialsOf(
  request: IncomingMessage
): { user: string; password: string } | undefined {
  const encoded = BASIC.exec(request.headers.authorization ?? '')?.[1]
  if (encoded === undefined) return undefined
  const credentials = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = credentials.indexOf(':')
  return { user: credentials.slice(0, Math.max(0, colon)), password: credentials.slice(colon + 1) }
}

/** Answers 401. Nothing of the request's body is kept. */
export async function refuseUnauthentic(
  request: IncomingMessage,
  response: ServerResponse,
  attempts: FailedAttempts
) {
  const address = request.socket.remoteAddress ?? ''
  const { delayMs, first } = attempts.note(address, performance.now())
  if (first) log(`a request from ${address} had no key or a wrong one`)
  if (delayMs > 0) await pause(delayMs)
  replyJson(
    response,
    401,
    { success: false, message: 'The key of this agent is required.' },
    {
      'www-authenticate': 'Basic realm="Prophasis agent"',
      ...(delayMs > 0 || leavesBody(request) ? { connection: 'close' } : {}),
    }
  )
}

function leavesBody({ headers }: IncomingMessage): boolean {
  if (headers.expect !== undefined || headers['transfer-encoding'] !== undefined) return true
  return !(Number(headers['content-length'] ?? 0) <= SKIPPED_BODY_BYTES)
}
