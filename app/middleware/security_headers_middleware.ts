import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { isApiPath } from '../access/api_path.ts'

/** Headers of every answer, files and errors too. Shield adds those that need a session. */
export default class SecurityHeadersMiddleware {
  handle({ request, response }: HttpContext, next: NextFn) {
    response.header('Referrer-Policy', 'same-origin')
    response.header('X-Content-Type-Options', 'nosniff')
    response.header('X-Frame-Options', 'DENY')
    response.header('Cross-Origin-Opener-Policy', 'same-origin')
    if (isApiPath(request.url())) response.header('Cache-Control', 'no-store')
    return next()
  }
}
