import type { HttpContext } from '@adonisjs/core/http'
import db from '@adonisjs/lucid/services/db'
import type { Contracts } from '../../api/contract.ts'
import { queryGiven } from '../../api/given.ts'
import { oneLine } from '../../monitoring/alert/modules/clean_text.ts'
import { escapeLike } from '../../queries/hosts_page.ts'
import { pageMeta, pageOf } from '../../validators/page.ts'
import { logsValidator } from '../../validators/queries.ts'

/** What the system says about itself, newest first. */
export default class LogsController {
  static contracts = {
    index: { about: 'The System Logs, newest first.', query: logsValidator, answers: 'page' },
    destroy: { about: 'Empties the System Logs.', answers: 'nothing' },
  } satisfies Contracts

  async index({ request }: HttpContext) {
    const { q, category, ...given } = await queryGiven(request, logsValidator)
    const page = pageOf(given)
    const logs = await db
      .from('system_logs')
      .select('id', 'at', 'category', 'level', 'message', 'host_id', 'plugin_id')
      .if(category, (query) => query.where('category', category!))
      .if(q, (query) => query.whereILike('message', `%${escapeLike(q!)}%`))
      .orderBy('id', 'desc')
      .paginate(page.page, page.perPage)
    const data = logs
      .all()
      .map((log) => ({ ...log, id: Number(log.id), message: oneLine(log.message) }))
    return { data, meta: pageMeta(page, logs.total) }
  }

  async destroy({ response }: HttpContext) {
    await db.from('system_logs').delete()
    return response.noContent()
  }
}
