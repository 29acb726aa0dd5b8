import type { HttpContext } from '@adonisjs/core/http'
import { notReached, sendTest } from '../../alerts/send_test.ts'
import { DeliveryFailed, NotFound } from '../../exceptions/refusals.ts'
import Alert from '../../models/alert.ts'
import { bodyOf } from '../../validators/body.ts'

/** Does the message really arrive? */
export default class AlertTestsController {
  async store({ params, request }: HttpContext) {
    bodyOf(request, [])
    const alert = await Alert.find(params.id)
    if (!alert) throw new NotFound(`There is no alert ${params.id}. GET /api/v1/alerts lists them.`)
    const delivery = await sendTest(alert)
    if (delivery.outcome !== 'sent') throw new DeliveryFailed(delivery.error)
    const { outcome, detail } = delivery
    return { data: { outcome, detail, not_reached: notReached(delivery) } }
  }
}
