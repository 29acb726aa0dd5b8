import type { HttpContext } from '@adonisjs/core/http'
import { notReached, sendTest } from '../../alerts/send_test.ts'
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

function outcomeOf(delivery: Delivery): { isSent: boolean; title: string; words: string } {
  if (delivery.outcome !== 'sent') {
    return { isSent: false, title: 'The test did not go out.', words: delivery.error }
  }
  const { detail } = delivery
  const missing = notReached(delivery)
  if (missing.length === 0) {
    return { isSent: true, title: 'Sent.', words: `The test is on its way. ${detail}` }
  }
  const title = `The test did not reach ${missing.join(', ')}.`
  return { isSent: false, title, words: detail }
}
