import type { HttpContext } from '@adonisjs/core/http'
import db from '@adonisjs/lucid/services/db'
import type { Contracts } from '../../api/contract.ts'
import { healthOfSystem } from '../../queries/health_of_system.ts'

/** Is everything at work? For load balancers and other monitoring. */
export default class HealthController {
  static contracts = {
    show: { about: 'Is everything at work? 200 when it is, else 503.', answers: 'document' },
  } satisfies Contracts

  async show({ response }: HttpContext) {
    const health = await healthOfSystem(db.connection())
    return response.status(health.status === 'ok' ? 200 : 503).send(health)
  }
}
