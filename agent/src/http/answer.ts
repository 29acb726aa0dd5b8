import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Refusal } from '../../protocol/refusal.ts'
import type { Agent } from '../agent.ts'
import { log } from '../log.ts'
import { isAuthentic, refuseUnauthentic } from './authenticate.ts'
import { RefusedRequest } from './refused_request.ts'
import { replyJson } from './reply.ts'
import { routeOf } from './routes.ts'

/** Answers one request. The key comes before everything else, the path included. */
export async function answer(agent: Agent, request: IncomingMessage, response: ServerResponse) {
  try {
    if (!isAuthentic(request, agent.config.key)) {
      return await refuseUnauthentic(request, response, agent.attempts)
    }
    agent.waiting.trust(request.socket)
    if (request.headers.expect !== undefined) response.writeContinue()
    const [path = '', query = ''] = (request.url ?? '').split(/\?(.*)/s)
    const { handler, pathTail } = routeOf(path, request.method ?? '')
    await handler({ request, response, pathTail, query: new URLSearchParams(query) }, agent)
  } catch (error) {
    refuse(request, response, error)
  }
}

/** Replies to what a handler threw: a `RefusedRequest` as it says, anything else with 500 and a line in the log. */
export function refuse(request: IncomingMessage, response: ServerResponse, error: unknown) {
  // The line went dead under us, or the reply has begun: nothing more can be said on it.
  if (response.headersSent || request.socket.destroyed) return void response.destroy()
  const known = error instanceof RefusedRequest
  if (!known) log(`a request failed: ${error instanceof Error ? error.stack : String(error)}`)
  const refused = known ? error : unexpected()
  replyJson(response, refused.status, refusalBody(refused))
}

/** Beside the shape of version 2, `success` and `message` are what a version 1 core looks for. */
export function refusalBody({ code, message }: Refusal['error']) {
  return { success: false, message, error: { code, message } }
}

function unexpected() {
  const message = 'The agent failed to answer; its log says why.'
  return { status: 500, code: 'E_UNEXPECTED', message }
}
