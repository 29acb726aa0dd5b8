import type { HttpContext } from '@adonisjs/core/http'
import type { Contracts } from '../../api/contract.ts'
import { queryGiven } from '../../api/given.ts'
import { withTimes } from '../../history/filter_given.ts'
import { listTransitions } from '../../history/transitions.ts'
import { transitionsQuery } from '../../validators/api/history.ts'
import { pageMeta, pageOf } from '../../validators/page.ts'

/** Every change from state to state. */
export default class TransitionsController {
  static contracts = {
    index: {
      about: 'Changes of results, machines and services, newest first.',
      ...{ query: transitionsQuery, answers: 'page' },
    },
  } satisfies Contracts

  async index({ request }: HttpContext) {
    const { page, per_page, ...filter } = withTimes(await queryGiven(request, transitionsQuery))
    const asked = pageOf({ page, per_page })
    const { transitions, total } = await listTransitions(filter, asked)
    return { data: transitions, meta: pageMeta(asked, total) }
  }
}
