import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { contractOfRoute } from '../api/contract_of_route.ts'
import { refuseUnkeepable } from '../api/refuse_unkeepable.ts'
import { bodyOf } from '../validators/body.ts'
import { fieldError } from '../validators/field_error.ts'

/** Holds a request to the names its address takes: a misspelt filter must not answer with everything. */
export default class ContractMiddleware {
  async handle({ request, route }: HttpContext, next: NextFn) {
    const { query, body } = await contractOfRoute(route!)
    const known = Object.keys(query?.toJSONSchema().properties ?? {})
    const unknown = Object.keys(request.qs()).find((name) => !known.includes(name))
    if (unknown !== undefined) throw unknownName(unknown.slice(0, 100), known)
    refuseUnkeepable(request.qs())
    if (body === undefined) bodyOf(request, [])
    return next()
  }
}

function unknownName(name: string, known: readonly string[]) {
  const use = known.length === 0 ? 'Ask without any.' : `Use ${known.join(', ')}.`
  return fieldError(name, `There is no "${name}" to ask with here. ${use}`)
}
