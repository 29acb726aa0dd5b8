import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { UnsupportedMediaType } from '../exceptions/refusals.ts'

/**
 * Multipart bodies are never parsed: one header of a part can end the process, a long one block it for seconds.
 * Uploads come as raw bodies.
 */
export default class RefuseMultipartMiddleware {
  handle({ request }: HttpContext, next: NextFn) {
    const contentType = request.header('content-type') ?? ''
    if (!/^\s*multipart\b/i.test(contentType)) return next()
    throw new UnsupportedMediaType(
      'Multipart bodies are not accepted. Send a form as application/x-www-form-urlencoded, or JSON to the API.'
    )
  }
}
