import type { HttpContext } from '@adonisjs/core/http'
import type { Contracts } from '../../api/contract.ts'
import { addToken } from '../../clients/clients.ts'

/** Further tokens of a program. */
export default class TokensController {
  static contracts = {
    store: {
      about: 'Makes a further token of a program, shown this once.',
      ...{ answers: 'object', status: 201 },
    },
  } satisfies Contracts

  async store({ params, response }: HttpContext) {
    return response.created({ data: await addToken(params.id) })
  }
}
