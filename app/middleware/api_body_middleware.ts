import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { isApiPath } from '../access/api_path.ts'
import { SEND_PACKAGE, UnsupportedMediaType } from '../exceptions/refusals.ts'

/** Takes a plugin package, and looks at its type itself once the sender is known. */
const UPLOADS = '/api/v1/plugins'

/** The API reads JSON and nothing else, so that a wrong header is said and not mistaken for an empty body. */
export default class ApiBodyMiddleware {
  handle({ request, route }: HttpContext, next: NextFn) {
    const isEmpty = !request.hasBody() || request.header('content-length') === '0'
    if (!isApiPath(request.url()) || isEmpty) return next()
    const isJson = request.is(['application/json'])
    const isUpload = route?.pattern === UPLOADS && request.method() === 'POST'
    if (isUpload && isJson) throw new UnsupportedMediaType(SEND_PACKAGE)
    if (isUpload || isJson) return next()
    throw new UnsupportedMediaType('Send the body as JSON with "Content-Type: application/json".')
  }
}
