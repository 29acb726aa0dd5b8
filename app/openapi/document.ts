import type { RouteJSON } from '@adonisjs/core/types/http'
import { levelOfRoute } from '../access/level_of_route.ts'
import { isApiPath } from '../access/api_path.ts'
import { contractOfRoute } from '../api/contract_of_route.ts'
import { COMPONENTS } from './components.ts'
import { operationOf } from './operation.ts'

/**
 * The OpenAPI 3.1 document of the API. Nothing in it is written by hand: paths and levels come from the routes, what
 * they take from the validators that refuse requests.
 * @param version of the program
 */
export async function openapiDocument(routes: readonly RouteJSON[], version: string) {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const route of routes.filter((each) => isApiPath(each.pattern))) {
    const contract = await contractOfRoute(route)
    const path = route.pattern.replaceAll(/:(\w+)/g, '{$1}')
    for (const method of route.methods.filter((each) => each !== 'HEAD')) {
      paths[path] ??= {}
      paths[path][method.toLowerCase()] = operationOf(route, method, contract, levelOfRoute(route))
    }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Prophasis',
      version,
      description: 'Watches the computers of a small organisation. docs/api.md has examples.',
    },
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    servers: [{ url: '/' }],
    security: [{ token: [] }],
    paths,
    components: COMPONENTS,
  }
}
