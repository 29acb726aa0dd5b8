import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import SessionMiddleware from '@adonisjs/session/session_middleware'
import { isApiPath } from '../access/api_path.ts'

/** Sessions are for pages: no cookie opens the API, and its health answers while the database is away. */
export default class PageSessionMiddleware {
  async handle(ctx: HttpContext, next: NextFn) {
    if (isApiPath(ctx.route!.pattern)) return next()
    return (await ctx.containerResolver.make(SessionMiddleware)).handle(ctx, next)
  }
}
