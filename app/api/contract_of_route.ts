import type { RouteJSON } from '@adonisjs/core/types/http'
import type { Contract } from './contract.ts'

/**
 * @returns what the action behind a route of the API takes and answers
 * @throws Error naming the route when its controller says nothing of it
 */
export async function contractOfRoute(route: Pick<RouteJSON, 'handler' | 'pattern'>) {
  const [load, action] = 'reference' in route.handler ? route.handler.reference : []
  const { default: controller } = await (load as () => Promise<{ default: object }>)()
  const contracts: unknown = Reflect.get(controller, 'contracts')
  const contract = (contracts as Record<string, Contract> | undefined)?.[String(action)]
  if (contract) return contract
  throw new Error(`The route ${route.pattern} needs a contract for "${String(action)}".`)
}
