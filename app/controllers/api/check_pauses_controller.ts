import type { HttpContext } from '@adonisjs/core/http'
import type { Contracts } from '../../api/contract.ts'
import { goOn, pause } from '../../saving/pause.ts'

/** Leaves a check alone for a while. Nothing paused is a miss. */
export default class CheckPausesController {
  static contracts = {
    store: { about: 'Pauses the check; once paused it stays so.', answers: 'object' },
    destroy: { about: 'Lets the check go on.', answers: 'nothing' },
  } satisfies Contracts

  async store({ params }: HttpContext) {
    return { data: await pause('checks', params.id) }
  }

  async destroy({ params, response }: HttpContext) {
    await goOn('checks', params.id)
    return response.noContent()
  }
}
