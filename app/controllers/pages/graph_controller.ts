import type { HttpContext } from '@adonisjs/core/http'
import { NotFound } from '../../exceptions/refusals.ts'
import { findHost } from '../../queries/find_host.ts'
import { chartData } from '../../views/chart_data.ts'
import { parseRange } from '../../views/graph_range.ts'
import { loadGraph } from '../../views/graph_view.ts'
import { loadWatched } from '../../views/machine_view.ts'

/** The points of one graph, for the large chart of the page. */
export default class GraphController {
  async show({ params, request, response }: HttpContext) {
    const host = await findHost(params.id)
    const query = request.qs()
    const watched = (await loadWatched(host)).find((one) => one.identifier === params.plugin)
    if (!watched) throw new NotFound(`Nothing called ${params.plugin} is checked on ${host.name}.`)
    const range = parseRange(query)
    const instance = typeof query.instance === 'string' ? query.instance : ''
    response.header('Cache-Control', 'no-store')
    return chartData(await loadGraph(host.id, watched, range, instance), range)
  }
}
