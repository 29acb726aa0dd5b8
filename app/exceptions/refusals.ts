import { Exception } from '@adonisjs/core/exceptions'

/** There is no such thing. The message says what was looked for. */
export class NotFound extends Exception {
  static status = 404
  static code = 'E_NOT_FOUND'
}

/** Nobody is signed in, or the token is not known. */
export class Unauthorized extends Exception {
  static status = 401
  static code = 'E_UNAUTHORIZED'
}

/** Somebody is signed in, but their role is not enough. */
export class Forbidden extends Exception {
  static status = 403
  static code = 'E_FORBIDDEN'
}

/** The body cannot be read as what its headers say. */
export class BadBody extends Exception {
  static status = 400
  static code = 'E_BAD_BODY'
}

/** The body is not JSON that is read here. */
export class InvalidJson extends Exception {
  static status = 400
  static code = 'E_INVALID_JSON'
}

/** The body is of a kind that is not read here. */
export class UnsupportedMediaType extends Exception {
  static status = 415
  static code = 'E_UNSUPPORTED_MEDIA_TYPE'
}

/** What to say about a plugin package that is sent as something else. */
export const SEND_PACKAGE =
  'Send the package (.tar.gz) itself as the body, with "Content-Type: application/gzip".'

/** The request was meant for another name than ours. */
export class Misdirected extends Exception {
  static status = 421
  static code = 'E_MISDIRECTED'
}

/** It cannot be done as things are now. The message says what to do first. */
export class Conflict extends Exception {
  static status = 409
  static code = 'E_CONFLICT'
}

/** Somebody else's machine did not take a message. */
export class DeliveryFailed extends Exception {
  static status = 502
  static code = 'E_DELIVERY_FAILED'
}
