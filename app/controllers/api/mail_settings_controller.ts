import type { HttpContext } from '@adonisjs/core/http'
import { bodyOf } from '../../validators/body.ts'
import { MAIL_FIELDS, saveMailSettings, showMailSettings } from '../../settings/mail_settings.ts'

/** How mail leaves the house. What GET answers may be sent back with a change. */
export default class MailSettingsController {
  async show() {
    return { data: await showMailSettings() }
  }

  async update({ request }: HttpContext) {
    const given = bodyOf(request, [...MAIL_FIELDS, 'has_password'])
    await saveMailSettings(given)
    return { data: await showMailSettings() }
  }
}
