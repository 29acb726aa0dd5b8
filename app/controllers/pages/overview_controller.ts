import type { HttpContext } from '@adonisjs/core/http'
import { loadOverview } from '../../views/overview.ts'
import { renderPage } from '../../views/render_page.ts'

/** Is all well? And if not, what comes first? */
export default class OverviewController {
  async show(ctx: HttpContext) {
    const overview = await loadOverview()
    return renderPage(
      ctx,
      'pages/overview',
      { section: 'overview', title: overview.headline },
      { overview, now: new Date() }
    )
  }
}
