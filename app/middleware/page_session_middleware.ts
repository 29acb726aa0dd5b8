import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import SessionMiddleware from '@adonisjs/session/session_middleware'
import ShieldMiddleware from '@adonisjs/shield/shield_middleware'
import { isApiPath } from '../access/api_path.ts'

/**
 * Session, CSRF and content security policy of the pages. The API has no session, so that no cookie opens it and
 * its health answers while the database is away.
 */
export default class PageSessionMiddleware {
  async handle(ctx: HttpContext, next: NextFn) {
    if (isApiPath(ctx.route!.pattern)) return next()
    const session = await ctx.containerResolver.make(SessionMiddleware)
    const shield = await ctx.containerResolver.make(ShieldMiddleware)
    return session.handle(ctx, () => shield.handle(ctx, next))
  }
}
