import type { HttpContext } from '@adonisjs/core/http'
import type { Contracts } from '../../api/contract.ts'
import { queryGiven } from '../../api/given.ts'
import { withTimes } from '../../history/filter_given.ts'
import { describeIncident, listIncidents } from '../../history/incidents.ts'
import { incidentsQuery } from '../../validators/api/history.ts'
import { pageMeta, pageOf } from '../../validators/page.ts'

/** Troubles, from their first change until they are over. */
export default class IncidentsController {
  static contracts = {
    index: {
      about: 'Incidents: what is open first, then the newest.',
      ...{ query: incidentsQuery, answers: 'page' },
    },
    show: {
      about: 'An incident: its changes, who was told, and whether it arrived.',
      answers: 'object',
    },
  } satisfies Contracts

  async index({ request }: HttpContext) {
    const { page, per_page, ...filter } = withTimes(await queryGiven(request, incidentsQuery))
    const asked = pageOf({ page, per_page })
    const { incidents, total } = await listIncidents(filter, asked)
    return { data: incidents, meta: pageMeta(asked, total) }
  }

  async show({ params }: HttpContext) {
    return { data: await describeIncident(params.id) }
  }
}
