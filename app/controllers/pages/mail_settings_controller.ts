import type { HttpContext } from '@adonisjs/core/http'
import { MAIL_FIELDS, saveMailSettings, showMailSettings } from '../../settings/mail_settings.ts'
import { renderPage } from '../../views/render_page.ts'

/** How mail leaves this box. */
export default class MailSettingsController {
  async edit(ctx: HttpContext) {
    const mail = await showMailSettings()
    return renderPage(ctx, 'pages/mail_settings', { section: 'settings', title: 'Mail' }, { mail })
  }

  async update({ request, response, session }: HttpContext) {
    await saveMailSettings(request.only(MAIL_FIELDS))
    session.flash('notice', 'The mail settings are saved. Now send a test from an alert.')
    return response.redirect().status(303).toPath('/alerts')
  }
}
