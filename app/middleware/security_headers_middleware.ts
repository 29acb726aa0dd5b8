import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { isApiPath } from '../access/api_path.ts'

/** The policy of what has no session: files, errors, the API. Pages get theirs from Shield, which replaces it. */
const POLICY_WITHOUT_SESSION =
  "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; " +
  "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

/** Headers of every answer. */
export default class SecurityHeadersMiddleware {
  handle({ request, response }: HttpContext, next: NextFn) {
    response.header('Referrer-Policy', 'same-origin')
    response.header('X-Content-Type-Options', 'nosniff')
    response.header('X-Frame-Options', 'DENY')
    response.header('Cross-Origin-Opener-Policy', 'same-origin')
    response.response.setHeader('Content-Security-Policy', POLICY_WITHOUT_SESSION)
    if (isApiPath(request.url())) response.header('Cache-Control', 'no-store')
    return next()
  }
}
