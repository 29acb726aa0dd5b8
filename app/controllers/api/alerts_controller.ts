import type { HttpContext } from '@adonisjs/core/http'
import { deleteAlert } from '../../alerts/delete_alert.ts'
import { describeAlert, describeAlerts } from '../../alerts/describe_alerts.ts'
import { changeAlert, saveAlert } from '../../alerts/save_alert.ts'
import { shownTo } from '../../alerts/shown_to.ts'
import type { Contracts } from '../../api/contract.ts'
import { bodyGiven, queryGiven } from '../../api/given.ts'
import { listPage } from '../../api/list_page.ts'
import { alertBody, alertChanges } from '../../validators/api/alerts.ts'
import { listQuery } from '../../validators/rules.ts'

/** Who is told of what. */
export default class AlertsController {
  static contracts = {
    index: { about: 'Alerts, by name.', query: listQuery, answers: 'page' },
    show: { about: 'An alert; secrets are never shown.', answers: 'object' },
    store: { about: 'Makes an alert.', body: alertBody, answers: 'object', status: 201 },
    update: {
      about: 'Changes what is given of an alert; secrets that are not given stay.',
      ...{ body: alertChanges, answers: 'object' },
    },
    destroy: { about: 'Deletes an alert.', answers: 'nothing' },
  } satisfies Contracts

  async index({ request, auth }: HttpContext) {
    const { role } = auth.use('api').getUserOrFail()
    const alerts = (await describeAlerts()).map((alert) => shownTo(role, alert))
    return listPage(alerts, await queryGiven(request, listQuery))
  }

  async show({ params, auth }: HttpContext) {
    const { role } = auth.use('api').getUserOrFail()
    return { data: shownTo(role, await describeAlert(params.id)) }
  }

  async store({ request, response }: HttpContext) {
    const alert = await saveAlert(await bodyGiven(request, alertBody))
    return response.created({ data: await describeAlert(alert.id) })
  }

  async update({ params, request }: HttpContext) {
    await changeAlert(await bodyGiven(request, alertChanges), params.id)
    return { data: await describeAlert(params.id) }
  }

  async destroy({ params, response }: HttpContext) {
    await deleteAlert({ id: params.id })
    return response.noContent()
  }
}
