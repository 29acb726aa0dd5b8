import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { isApiPath } from '../access/api_path.ts'
import { ownerExists } from '../access/owner_exists.ts'
import { type AccessLevel, isAllowed, type Role } from '../access/roles.ts'
import { Forbidden, Unauthorized } from '../exceptions/refusals.ts'

/**
 * The one gate of every route. Pages know people by their session, the API knows programs by their bearer token;
 * neither is ever believed on the other side.
 */
export default class AccessMiddleware {
  async handle(ctx: HttpContext, next: NextFn, level: AccessLevel) {
    const mayPass = isApiPath(ctx.route!.pattern)
      ? await this.#admitProgram(ctx, level)
      : await this.#admitPerson(ctx, level)
    if (mayPass) return next()
  }

  async #admitProgram(ctx: HttpContext, level: AccessLevel): Promise<boolean> {
    if (level === 'open') return true
    const api = ctx.auth.use('api')
    if (!(await api.check())) {
      throw new Unauthorized('Send a valid token in the header "Authorization: Bearer …".')
    }
    refuseUnlessAllowed(api.user!.role, level)
    return true
  }

  async #admitPerson(ctx: HttpContext, level: AccessLevel): Promise<boolean> {
    const web = ctx.auth.use('web')
    const isSignedIn = await web.check()
    if (isSignedIn) {
      refuseUnlessAllowed(web.user!.role, level)
      return true
    }
    const isSetUp = await ownerExists()
    const isSetupPage = ctx.route!.pattern === '/setup'
    if (!isSetUp && !isSetupPage) return redirect(ctx, '/setup')
    if (level === 'open') return true
    return redirect(ctx, '/login')
  }
}

function refuseUnlessAllowed(role: Role, level: AccessLevel) {
  if (isAllowed(role, level)) return
  throw new Forbidden(`This needs the role ${level}, and yours is ${role}.`)
}

function redirect(ctx: HttpContext, path: string): false {
  ctx.response.redirect(path)
  return false
}
