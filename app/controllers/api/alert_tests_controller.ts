import type { HttpContext } from '@adonisjs/core/http'
import { findAlert } from '../../alerts/find_alert.ts'
import { notReached, sendTest } from '../../alerts/send_test.ts'
import type { Contracts } from '../../api/contract.ts'
import { DeliveryFailed } from '../../exceptions/refusals.ts'

/** Does the message really arrive? */
export default class AlertTestsController {
  static contracts = {
    store: {
      about: 'Sends a test through the module, options and recipients of the alert, at once.',
      answers: 'object',
    },
  } satisfies Contracts

  async store({ params }: HttpContext) {
    const delivery = await sendTest(await findAlert(params.id))
    if (delivery.outcome !== 'sent') throw new DeliveryFailed(delivery.error)
    const { outcome, detail } = delivery
    return { data: { outcome, detail, not_reached: notReached(delivery) } }
  }
}
