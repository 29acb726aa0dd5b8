import type { HttpContext } from '@adonisjs/core/http'
import { renderPage } from '../../views/render_page.ts'
import { SETTINGS } from '../../views/settings_index.ts'

/** Everything that can be set, one line each. */
export default class SettingsController {
  async index(ctx: HttpContext) {
    return renderPage(
      ctx,
      'pages/settings',
      { section: 'settings', title: 'Settings' },
      { settings: SETTINGS }
    )
  }
}
