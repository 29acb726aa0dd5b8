import type { HttpContext } from '@adonisjs/core/http'
import { findHost } from '../../queries/find_host.ts'
import { RANGES } from '../../views/graph_range.ts'
import { loadMachinePage } from '../../views/machine_page.ts'
import { renderPage } from '../../views/render_page.ts'

/** One machine: how it is, why, since when, what to do, and what was measured. */
export default class MachineController {
  async show(ctx: HttpContext) {
    const host = await findHost(ctx.params.id)
    const machine = await loadMachinePage(host, ctx.request.qs())
    return renderPage(
      ctx,
      'pages/machine',
      { section: 'machines', title: host.name },
      { machine, ranges: RANGES, now: new Date() }
    )
  }
}
