import type { HttpContext } from '@adonisjs/core/http'
import type { Contracts } from '../../api/contract.ts'
import { impactOf } from '../../services/impact.ts'

/** What if this machine is switched off? */
export default class HostImpactsController {
  static contracts = {
    show: {
      about: 'Which services would change to what if this machine were critical.',
      answers: 'object',
    },
  } satisfies Contracts

  async show({ params }: HttpContext) {
    return { data: await impactOf('hosts', params.id) }
  }
}
