import type { HttpContext } from '@adonisjs/core/http'
import { saveMailSettings, showMailSettings } from '../../settings/mail_settings.ts'

/** How mail leaves the house. */
export default class MailSettingsController {
  async show() {
    return { data: await showMailSettings() }
  }

  async update({ request }: HttpContext) {
    await saveMailSettings(request.body())
    return { data: await showMailSettings() }
  }
}
