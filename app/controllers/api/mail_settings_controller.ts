import type { HttpContext } from '@adonisjs/core/http'
import { bodyOf } from '../../validators/body.ts'
import { saveMailSettings, showMailSettings } from '../../settings/mail_settings.ts'

/** How mail leaves the house. */
export default class MailSettingsController {
  async show() {
    return { data: await showMailSettings() }
  }

  async update({ request }: HttpContext) {
    await saveMailSettings(bodyOf(request))
    return { data: await showMailSettings() }
  }
}
