import type { HttpContext } from '@adonisjs/core/http'
import type { Contracts } from '../../api/contract.ts'
import { bodyGiven } from '../../api/given.ts'
import { saveMailSettings, showMailSettings } from '../../settings/mail_settings.ts'
import { mailSettingsBody } from '../../validators/api/settings.ts'

/** How mail leaves the house. What GET answers may be sent back with a change. */
export default class MailSettingsController {
  static contracts = {
    show: { about: 'How mail is sent; the password is never shown.', answers: 'object' },
    update: { about: 'Changes how mail is sent.', body: mailSettingsBody, answers: 'object' },
  } satisfies Contracts

  async show() {
    return { data: await showMailSettings() }
  }

  async update({ request }: HttpContext) {
    await saveMailSettings(await bodyGiven(request, mailSettingsBody))
    return { data: await showMailSettings() }
  }
}
