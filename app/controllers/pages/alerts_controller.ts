import type { HttpContext } from '@adonisjs/core/http'
import { deleteAlert } from '../../alerts/delete_alert.ts'
import { describeAlerts } from '../../alerts/describe_alerts.ts'
import { reachesFurther } from '../../alerts/reaches_further.ts'
import { checkAlert, storeAlert } from '../../alerts/save_alert.ts'
import { NotFound } from '../../exceptions/refusals.ts'
import Alert from '../../models/alert.ts'
import { showMailSettings } from '../../settings/mail_settings.ts'
import { changeConfiguration } from '../../saving/change_configuration.ts'
import { alertFormData } from '../../views/alert_form.ts'
import { alertSentence } from '../../views/alert_sentence.ts'
import { renderPage } from '../../views/render_page.ts'
import { checkTogether } from '../../validators/field_error.ts'
import { alertFromForm, refuseIncompleteForm } from '../../validators/pages/alert_from_form.ts'

const PLACE = { section: 'settings', title: 'Alerts' } as const

/** Who is told when what becomes how bad. */
export default class AlertsController {
  async index(ctx: HttpContext) {
    const alerts = await describeAlerts()
    const hasMail = (await showMailSettings()) !== null
    const lines = alerts.map((alert) => ({ ...alert, sentence: alertSentence(alert) }))
    const outcome = ctx.session.flashMessages.get('testOutcome', null)
    return renderPage(ctx, 'pages/alerts', PLACE, { alerts: lines, hasMail, outcome })
  }

  async create(ctx: HttpContext) {
    return renderPage(ctx, 'pages/alert_form', PLACE, await alertFormData(null))
  }

  async store(ctx: HttpContext) {
    const alert = await saveForm(ctx)
    return saved(ctx, `“${alert.name}” is saved. Send a test to see that it arrives.`)
  }

  async edit(ctx: HttpContext) {
    const alert = await findAlert(ctx.params.id)
    return renderPage(ctx, 'pages/alert_form', PLACE, await alertFormData(alert))
  }

  async update(ctx: HttpContext) {
    const alert = await findAlert(ctx.params.id)
    const { name } = await saveForm(ctx, alert)
    return saved(ctx, `“${name}” is saved.`)
  }

  async confirmDestroy(ctx: HttpContext) {
    const alert = await findAlert(ctx.params.id)
    return renderPage(ctx, 'pages/alert_delete', PLACE, { alert })
  }

  async destroy(ctx: HttpContext) {
    const alert = await findAlert(ctx.params.id)
    await deleteAlert(alert)
    return saved(ctx, `“${alert.name}” is deleted. Nobody is told by it any more.`)
  }
}

/** @throws NotFound when there is no such alert */
export async function findAlert(id: unknown): Promise<Alert> {
  const number = /^\d{1,9}$/.test(String(id)) ? Number(id) : 0
  const alert = await Alert.find(number)
  if (!alert) throw new NotFound('There is no such alert. It may have been deleted.')
  return alert
}

/** The words of the page come first, so what it says about a field is meant for its reader. */
async function saveForm({ request }: HttpContext, existing?: Alert): Promise<Alert> {
  const keepsScope = existing !== undefined && (await reachesFurther(existing))
  const form = { ...request.all(), ...(keepsScope && { applies_to: 'all_hosts' }) }
  const input = alertFromForm(form, existing)
  return changeConfiguration(async (trx) => {
    const old = existing && (await Alert.findOrFail(existing.id, { client: trx }))
    const { alert } = await checkTogether({
      form: () => refuseIncompleteForm(form),
      alert: () =>
        keepsScope
          ? checkAlert(trx, { ...input, applies_to: undefined }, old, true)
          : checkAlert(trx, input, old),
    })
    return storeAlert(trx, alert, old)
  })
}

function saved({ session, response }: HttpContext, notice: string) {
  session.flash('notice', notice)
  return response.redirect().status(303).toPath('/alerts')
}
