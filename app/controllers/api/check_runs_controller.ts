import type { HttpContext } from '@adonisjs/core/http'
import type { Contracts } from '../../api/contract.ts'
import { askForRun } from '../../checks/ask_for_run.ts'

/** "Run now" for a check. */
export default class CheckRunsController {
  static contracts = {
    store: { about: 'Runs everything of a check now.', answers: 'object', status: 202 },
  } satisfies Contracts

  async store({ params, response }: HttpContext) {
    return response.status(202).send({ data: await askForRun('checks', params.id) })
  }
}
