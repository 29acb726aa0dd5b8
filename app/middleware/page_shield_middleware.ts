import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import ShieldMiddleware from '@adonisjs/shield/shield_middleware'
import { isApiPath } from '../access/api_path.ts'

/** CSRF and content security policy of the pages; a bearer token is never sent by a browser on its own. */
export default class PageShieldMiddleware {
  async handle(ctx: HttpContext, next: NextFn) {
    if (isApiPath(ctx.route!.pattern)) return next()
    return (await ctx.containerResolver.make(ShieldMiddleware)).handle(ctx, next)
  }
}
