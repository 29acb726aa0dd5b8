import type { HttpContext } from '@adonisjs/core/http'
import { findHost } from '../../queries/find_host.ts'
import { RANGES } from '../../views/graph_range.ts'
import { loadMachinePage } from '../../views/machine_page.ts'
import { axisLabels } from '../../views/times.ts'
import { renderPage } from '../../views/render_page.ts'

const DAY_MS = 24 * 60 * 60 * 1000

/** One machine: how it is, why, since when, what to do, and what was measured. */
export default class MachineController {
  async show(ctx: HttpContext) {
    const now = new Date()
    const host = await findHost(ctx.params.id)
    const machine = await loadMachinePage(host, ctx.request.qs())
    return renderPage(
      ctx,
      'pages/machine',
      { section: 'machines', title: host.name },
      {
        machine,
        ranges: RANGES,
        now,
        dayLabels: axisLabels(new Date(now.getTime() - DAY_MS), now, now),
      }
    )
  }
}
