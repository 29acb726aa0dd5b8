import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import env from '#start/env'
import { Misdirected } from '../exceptions/refusals.ts'
import { isOwnName } from '../web/is_own_name.ts'

const NAMES = (env.get('PROPHASIS_NAMES') ?? '').split(',').map((name) => name.trim())

/** Answers under this machine's own names only. */
export default class OwnNamesMiddleware {
  handle({ request }: HttpContext, next: NextFn) {
    if (isOwnName(request.header('host'), NAMES)) return next()
    throw new Misdirected(
      'Prophasis does not know this name as its own. Open it by its number, like http://192.168.1.20, or start it with PROPHASIS_NAMES set to the name.'
    )
  }
}
