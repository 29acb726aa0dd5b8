import type { HttpContext } from '@adonisjs/core/http'
import type { Contracts } from '../../api/contract.ts'
import { impactOf } from '../../services/impact.ts'

/** What if this service is switched off? */
export default class ServiceImpactsController {
  static contracts = {
    show: {
      about: 'Which services would change to what if this service were critical.',
      answers: 'object',
    },
  } satisfies Contracts

  async show({ params }: HttpContext) {
    return { data: await impactOf('services', params.id) }
  }
}
