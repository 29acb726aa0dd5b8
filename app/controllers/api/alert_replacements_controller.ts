import type { HttpContext } from '@adonisjs/core/http'
import { describeAlert } from '../../alerts/describe_alerts.ts'
import { saveAlert } from '../../alerts/save_alert.ts'
import type { Contracts } from '../../api/contract.ts'
import { bodyGiven } from '../../api/given.ts'
import { alertBody } from '../../validators/api/alerts.ts'

/** PUT: an alert in the place of another. */
export default class AlertReplacementsController {
  static contracts = {
    update: {
      about: 'Replaces an alert; secrets that are not given stay.',
      ...{ body: alertBody, answers: 'object' },
    },
  } satisfies Contracts

  async update({ params, request }: HttpContext) {
    await saveAlert(await bodyGiven(request, alertBody), params.id)
    return { data: await describeAlert(params.id) }
  }
}
