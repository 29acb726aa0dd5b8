import type { Dispatcher } from 'undici'
import { AgentRefusal, failure } from './agent_link.ts'
import type { Connection } from './connection.ts'

/** All that is read of one answer, in bytes. */
export const MAX_ANSWER_BYTES = 256 * 1024
/** What the network and the agent itself may take beyond the plugins. */
export const SLACK_MS = 5000
/** For bringing a package to an agent. */
export const PUSH_DEADLINE_MS = 60_000

export interface AgentRequest {
  method: 'GET' | 'POST' | 'PUT'
  path: string
  headers?: Record<string, string>
  body?: Buffer | string
  /** From the first byte sent to the last one received. */
  deadlineMs: number
}

export type Reply = Pick<Dispatcher.ResponseData, 'statusCode' | 'body'>

/**
 * Sends one request to an agent.
 * @throws AgentRefusal when it does not accept the key, or answers in a form nobody asked for
 */
export async function sendRequest(connection: Connection, request: AgentRequest): Promise<Reply> {
  const { deadlineMs, path, headers, ...rest } = request
  const {
    statusCode,
    headers: received,
    body,
  } = await connection.client.request({
    ...rest,
    path: connection.pathPrefix + path,
    headers: { authorization: connection.authorization, ...headers },
    signal: AbortSignal.timeout(deadlineMs),
  })
  const refusal = refusalOf(statusCode, received['content-encoding'])
  if (refusal === null) return { statusCode, body }
  leaveUnread(body)
  throw new AgentRefusal(refusal)
}

/** Ends the connection: nobody reads what still comes. */
export function leaveUnread(body: Reply['body']) {
  // Unread it ends in an error, which nobody else would take.
  body.on('error', () => undefined).destroy()
}

/** @returns what a status says that means no answer */
export function refusedWith(statusCode: number) {
  if (statusCode === 429)
    return failure('request_error', 'The agent is still running a plugin for somebody else.')
  return failure('request_error', `The agent refused the request with status ${statusCode}.`)
}

function refusalOf(statusCode: number, encoding: string | string[] | undefined) {
  if (statusCode === 401)
    return failure(
      'authentication_error',
      'The agent does not accept our key. Repair the machine to give it a new one.'
    )
  // A few bytes may unpack to gigabytes, so nothing is ever unpacked.
  if (encoding !== undefined && encoding !== 'identity')
    return failure(
      'request_error',
      'The agent compressed its answer, which nobody asked for. Look for a proxy that does so.'
    )
  return null
}
