import type { Agent, Exchange } from '../agent.ts'
import { RefusedRequest } from './refused_request.ts'
import { checkPluginVersion, getPluginData, ping, updatePlugin } from './version1.ts'
import { about, putPlugin, run } from './version2.ts'

type Handler = (exchange: Exchange, agent: Agent) => void | Promise<void>

const PLUGIN_PATH = '/v2/plugins/'
const ROUTES = new Map<string, [method: string, handler: Handler]>([
  ['/ping/', ['GET', ping]],
  ['/check-plugin-version/', ['GET', checkPluginVersion]],
  ['/get-plugin-data/', ['GET', getPluginData]],
  ['/update-plugin/', ['POST', updatePlugin]],
  ['/v2/about', ['GET', about]],
  ['/v2/run', ['POST', run]],
  [PLUGIN_PATH, ['PUT', putPlugin]],
])

/** The handler for a path (exact, undecoded) and method; refuses with 404 or 405. */
export function routeOf(path: string, method: string): { handler: Handler; pathTail: string } {
  const plugin = path.startsWith(PLUGIN_PATH)
  const route = ROUTES.get(plugin ? PLUGIN_PATH : path)
  if (!route) throw new RefusedRequest(404, 'E_NOT_FOUND', 'There is nothing at this path.')
  const [allowed, handler] = route
  if (method !== allowed) {
    throw new RefusedRequest(405, 'E_METHOD', `This path answers ${allowed} only.`)
  }
  return { handler, pathTail: plugin ? path.slice(PLUGIN_PATH.length) : '' }
}
