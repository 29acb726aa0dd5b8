import type { HttpContext } from '@adonisjs/core/http'
import type { Contracts } from '../../api/contract.ts'
import { addToken, endToken } from '../../clients/clients.ts'

/** The tokens of a program. */
export default class TokensController {
  static contracts = {
    store: {
      about: 'Makes a further token of a program, shown this once.',
      ...{ answers: 'object', status: 201 },
    },
    destroy: { about: 'Ends one token of a program; the others stay.', answers: 'nothing' },
  } satisfies Contracts

  async store({ params, response }: HttpContext) {
    return response.created({ data: await addToken(params.id) })
  }

  async destroy({ params, response }: HttpContext) {
    await endToken(params.id, params.token)
    return response.noContent()
  }
}
