import type { HttpContext } from '@adonisjs/core/http'
import { sendTest } from '../../alerts/send_test.ts'
import type { Delivery } from '../../monitoring/alert/modules/module.ts'
import { findAlert } from './alerts_controller.ts'

/** Send test: the answer of the module stands on the page. */
export default class AlertTestController {
  async store({ params, session, response }: HttpContext) {
    const alert = await findAlert(params.id)
    const outcome = { alertId: alert.id, ...outcomeOf(await sendTest(alert)) }
    session.flash('testOutcome', outcome)
    return response.redirect().status(303).toPath(`/alerts#alert-${alert.id}`)
  }
}

function outcomeOf(delivery: Delivery): { isSent: boolean; words: string } {
  if (delivery.outcome !== 'sent') return { isSent: false, words: delivery.error }
  const missing = delivery.retryFor ?? []
  if (missing.length > 0) {
    return { isSent: false, words: `It went out, but not to ${missing.join(', ')} yet.` }
  }
  return { isSent: true, words: `The test is on its way. ${delivery.detail}` }
}
