import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { isApiPath } from '../access/api_path.ts'
import { leadToSignIn } from '../access/interrupted_form.ts'
import { ownerExists } from '../access/owner_exists.ts'
import { type AccessLevel, isAllowed, type Role } from '../access/roles.ts'
import { personOf } from '../access/session_of_person.ts'
import { Forbidden, NotFound, Unauthorized } from '../exceptions/refusals.ts'

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
    if (!(await api.check()) || !api.user) {
      throw new Unauthorized('Send a valid token in the header "Authorization: Bearer …".')
    }
    refuseUnlessAllowed(api.user.role, level)
    return true
  }

  async #admitPerson(ctx: HttpContext, level: AccessLevel): Promise<boolean> {
    const isSetupPage = ctx.route!.pattern === '/setup'
    const person = await personOf(ctx)
    const isSetUp = person !== null || (await ownerExists())
    if (!isSetUp) return isSetupPage || redirect(ctx, '/setup')
    if (isSetupPage) throw new NotFound('The set-up is done. Sign in instead.')
    if (level === 'open') return true
    if (!person) return sendToSignIn(ctx)
    refuseUnlessAllowed(person.role, level)
    return true
  }
}

function refuseUnlessAllowed(role: Role, level: AccessLevel) {
  if (isAllowed(role, level)) return
  throw new Forbidden(`This needs the role ${level}, and yours is ${role}.`)
}

function sendToSignIn(ctx: HttpContext): false {
  if (ctx.request.method() !== 'POST') return redirect(ctx, '/login')
  leadToSignIn(ctx)
  return false
}

function redirect(ctx: HttpContext, path: string): false {
  ctx.response
    .redirect()
    .status(ctx.request.method() === 'GET' ? 302 : 303)
    .toPath(path)
  return false
}
