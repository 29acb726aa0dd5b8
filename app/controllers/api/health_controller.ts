import type { HttpContext } from '@adonisjs/core/http'
import db from '@adonisjs/lucid/services/db'
import { healthOfSystem } from '../../queries/health_of_system.ts'

/** Is everything at work? For load balancers and other monitoring. */
export default class HealthController {
  async show({ response }: HttpContext) {
    const health = await healthOfSystem(db.connection())
    return response.status(health.status === 'ok' ? 200 : 503).send(health)
  }
}
