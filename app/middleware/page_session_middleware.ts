import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import SessionMiddleware from '@adonisjs/session/session_middleware'
import { isApiPath } from '../access/api_path.ts'
import { isNews } from '../exceptions/is_news.ts'

/** Sessions are for pages: no cookie opens the API, and its health answers while the database is away. */
export default class PageSessionMiddleware {
  async handle(ctx: HttpContext, next: NextFn) {
    if (isApiPath(ctx.route!.pattern)) return next()
    const sessions = await ctx.containerResolver.make(SessionMiddleware)
    let isAnswered = false
    try {
      return await sessions.handle(ctx, async () => {
        const answer = await next()
        isAnswered = true
        return answer
      })
    } catch (error) {
      // The page is there; only that it was looked at cannot be written down, because the disk is full for one.
      if (!isAnswered || !isReading(ctx)) throw error
      if (isNews('session')) ctx.logger.warn({ err: error }, 'a session could not be stored')
    }
  }
}

/** Somebody who is not signed in needs a session that is stored for whatever comes next. */
function isReading({ request, auth }: HttpContext): boolean {
  return ['GET', 'HEAD'].includes(request.method()) && auth.use('web').user !== undefined
}
