import type { HttpContext } from '@adonisjs/core/http'
import type { Contracts } from '../../api/contract.ts'
import { findPlugin } from '../../rules/find_by_reference.ts'
import { goOn, pause } from '../../saving/pause.ts'

/** Leaves a plugin alone for a while. Nothing paused is a miss. */
export default class PluginPausesController {
  static contracts = {
    store: { about: 'Pauses the plugin; once paused it stays so.', answers: 'object' },
    destroy: { about: 'Lets the plugin go on.', answers: 'nothing' },
  } satisfies Contracts

  async store({ params }: HttpContext) {
    return { data: await pause('plugins', (await findPlugin(params.id)).id) }
  }

  async destroy({ params, response }: HttpContext) {
    await goOn('plugins', (await findPlugin(params.id)).id)
    return response.noContent()
  }
}
