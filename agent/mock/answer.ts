import type { IncomingMessage, ServerResponse } from 'node:http'
import { USER } from '../protocol/run.ts'
import { refusalBody, refuse } from '../src/http/answer.ts'
import { credentialsOf } from '../src/http/authenticate.ts'
import { RefusedRequest } from '../src/http/refused_request.ts'
import { replyJson } from '../src/http/reply.ts'
import type { MockExchange } from './exchange.ts'
import type { MockFile } from './mock_file.ts'
import { MockHost, type PackageReader } from './mock_host.ts'
import { sendReply } from './send.ts'
import { checkPluginVersion, getPluginData, ping, updatePlugin } from './version1.ts'
import { about, putPlugin, run } from './version2.ts'

/** All the agents of one process. */
export interface MockAgents {
  file: MockFile
  /** By Host header, in lower case. */
  hosts: Map<string, MockHost>
  packages: PackageReader
  /** Undefined: every key is taken. */
  key: string | undefined
  /** The newest version of the protocol that is answered. */
  version: 1 | 2
}

type Handler = (exchange: MockExchange) => Promise<void>

const PLUGIN_PATH = '/v2/plugins/'
const VERSION2_PATH = '/v2/'
const ROUTES = new Map<string, [method: string, handler: Handler]>([
  ['/ping/', ['GET', ping]],
  ['/check-plugin-version/', ['GET', checkPluginVersion]],
  ['/get-plugin-data/', ['GET', getPluginData]],
  ['/update-plugin/', ['POST', updatePlugin]],
  ['/v2/about', ['GET', about]],
  ['/v2/run', ['POST', run]],
  [PLUGIN_PATH, ['PUT', putPlugin]],
])

/** Answers one request as the agent of the host it is meant for. */
export async function answer(
  agents: MockAgents,
  request: IncomingMessage,
  response: ServerResponse
) {
  if (!isAuthentic(request, agents.key)) return replyUnauthentic(response)
  const name = (request.headers.host ?? '').toLowerCase()
  const data = agents.file.hostOf(name)
  try {
    const [path = '', query = ''] = (request.url ?? '').split(/\?(.*)/s)
    const { handler, pathTail } = routeOf(path, request.method ?? '', agents.version)
    await handler({
      ...{ request, response, pathTail, query: new URLSearchParams(query) },
      ...{ host: hostNamed(name, agents.hosts), data, packages: agents.packages },
    })
  } catch (error) {
    if (!(error instanceof RefusedRequest) || response.headersSent) {
      return refuse(request, response, error)
    }
    const body = Buffer.from(`${JSON.stringify(refusalBody(error))}\n`)
    await sendReply(response, { status: error.status, body }, data.fault)
  }
}

function isAuthentic(request: IncomingMessage, key: string | undefined): boolean {
  const given = credentialsOf(request)
  return given?.user === USER && (key === undefined || given.password === key)
}

function replyUnauthentic(response: ServerResponse) {
  const body = { success: false, message: 'The key of this agent is required.' }
  const headers = { 'www-authenticate': 'Basic realm="Prophasis agent"', 'connection': 'close' }
  replyJson(response, 401, body, headers)
}

function routeOf(path: string, method: string, version: 1 | 2) {
  const isPlugin = path.startsWith(PLUGIN_PATH)
  const isHidden = version === 1 && path.startsWith(VERSION2_PATH)
  const route = isHidden ? undefined : ROUTES.get(isPlugin ? PLUGIN_PATH : path)
  if (!route) throw new RefusedRequest(404, 'E_NOT_FOUND', 'There is nothing at this path.')
  const [allowed, handler] = route
  if (method !== allowed) {
    throw new RefusedRequest(405, 'E_METHOD', `This path answers ${allowed} only.`)
  }
  return { handler, pathTail: isPlugin ? path.slice(PLUGIN_PATH.length) : '' }
}

function hostNamed(name: string, hosts: MockAgents['hosts']): MockHost {
  const known = hosts.get(name)
  if (known) return known
  const host = new MockHost(name)
  hosts.set(name, host)
  return host
}
