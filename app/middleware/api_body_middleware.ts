import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { isApiPath } from '../access/api_path.ts'
import { UnsupportedMediaType } from '../exceptions/refusals.ts'

/** Takes a plugin package, and looks at its type itself. */
const UPLOADS = '/api/v1/plugins'

/** The API reads JSON and nothing else, so that a wrong header is said and not mistaken for an empty body. */
export default class ApiBodyMiddleware {
  handle({ request, route }: HttpContext, next: NextFn) {
    const isReadable =
      !isApiPath(request.url()) || !request.hasBody() || request.is(['application/json'])
    if (isReadable || route?.pattern === UPLOADS || request.header('content-length') === '0')
      return next()
    throw new UnsupportedMediaType('Send the body as JSON with "Content-Type: application/json".')
  }
}
