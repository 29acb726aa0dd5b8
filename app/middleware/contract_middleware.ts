import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { contractOfRoute } from '../api/contract_of_route.ts'
import { refuseUnkeepable } from '../api/refuse_unkeepable.ts'
import { bodyOf, queryOf } from '../validators/body.ts'

/** Holds a request to the names its address takes: a misspelt filter must not answer with everything. */
export default class ContractMiddleware {
  async handle({ request, route }: HttpContext, next: NextFn) {
    const { query, body } = await contractOfRoute(route!)
    refuseUnkeepable(queryOf(request, Object.keys(query?.toJSONSchema().properties ?? {})))
    if (body === undefined) bodyOf(request, [])
    return next()
  }
}
