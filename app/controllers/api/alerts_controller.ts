import type { HttpContext } from '@adonisjs/core/http'
import { bodyOf, queryOf } from '../../validators/body.ts'
import { deleteAlert } from '../../alerts/delete_alert.ts'
import { describeAlerts } from '../../alerts/describe_alerts.ts'
import { saveAlert } from '../../alerts/save_alert.ts'
import { NotFound } from '../../exceptions/refusals.ts'
import Alert from '../../models/alert.ts'
import { ALERT_FIELDS, alertValidator } from '../../validators/api.ts'

/** Who is told of what. */
export default class AlertsController {
  async index({ request }: HttpContext) {
    queryOf(request, [])
    const alerts = await describeAlerts()
    return { data: alerts, meta: { total: alerts.length } }
  }

  async store({ request, response }: HttpContext) {
    const { options, from, to, applies_to, ...rest } = await alertValidator.validate(
      bodyOf(request, ALERT_FIELDS)
    )
    const alert = await saveAlert({ ...rest, options, from, to, applies_to })
    const [data] = await describeAlerts(alert.id)
    return response.created({ data })
  }

  async destroy({ params, response }: HttpContext) {
    const alert = await Alert.find(params.id)
    if (!alert) throw new NotFound(`There is no alert ${params.id}. GET /api/v1/alerts lists them.`)
    await deleteAlert(alert)
    return response.noContent()
  }
}
