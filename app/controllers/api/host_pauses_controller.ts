import type { HttpContext } from '@adonisjs/core/http'
import type { Contracts } from '../../api/contract.ts'
import { goOn, pause } from '../../saving/pause.ts'

/** Leaves a machine alone for a while. Nothing paused is a miss. */
export default class HostPausesController {
  static contracts = {
    store: { about: 'Pauses the machine; once paused it stays so.', answers: 'object' },
    destroy: { about: 'Lets the machine go on.', answers: 'nothing' },
  } satisfies Contracts

  async store({ params }: HttpContext) {
    return { data: await pause('hosts', params.id) }
  }

  async destroy({ params, response }: HttpContext) {
    await goOn('hosts', params.id)
    return response.noContent()
  }
}
