import type { HttpContext } from '@adonisjs/core/http'
import { LOG_CATEGORIES } from '../../monitoring/logs/system_log.ts'
import { countLogEntries, listLogEntries, newestLogId } from '../../queries/system_logs.ts'
import { rows } from '../../queries/rows.ts'
import { pageNumber, pagesOf, searchText } from '../../views/pages_of.ts'
import { renderPage } from '../../views/render_page.ts'

const PER_PAGE = 50
const PLACE = { section: 'logs', title: 'System Logs' } as const

/** What the system itself has to say. */
export default class LogsController {
  async index(ctx: HttpContext) {
    const query = ctx.request.qs()
    const category = LOG_CATEGORIES.find((known) => known === query.category)
    const filter = { search: searchText(query.q), category }
    const page = pageNumber(query.page)
    const total = await countLogEntries(filter)
    const entries = await listLogEntries({
      ...filter,
      limit: PER_PAGE,
      offset: (page - 1) * PER_PAGE,
    })
    return renderPage(ctx, 'pages/logs', PLACE, {
      ...{ entries, filter, total, categories: LOG_CATEGORIES },
      newestId: await newestLogId(),
      seenId: Number(ctx.auth.use('web').user!.lastSeenLogId),
      paging: pagesOf('/logs', { q: filter.search, category }, { page, total, perPage: PER_PAGE }),
    })
  }

  /** Reading changes nothing: the reader says what has been read. Only up to what the page showed. */
  async markRead({ auth, request, response }: HttpContext) {
    const user = auth.use('web').user!
    const given = Number(request.input('newest_id'))
    const newest = await newestLogId()
    if (Number.isInteger(given) && given >= 0) {
      const seen = Math.min(given, newest)
      await user.merge({ lastSeenLogId: Math.max(seen, Number(user.lastSeenLogId)) }).save()
    }
    return response.redirect().status(303).toPath('/logs')
  }

  async confirmDestroy(ctx: HttpContext) {
    return renderPage(ctx, 'pages/logs_clear', PLACE, { total: await countLogEntries({}) })
  }

  async destroy({ response, session }: HttpContext) {
    await rows('DELETE FROM system_logs')
    session.flash('notice', 'The System Logs are empty now.')
    return response.redirect().status(303).toPath('/logs')
  }
}
