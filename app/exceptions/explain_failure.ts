import { Exception } from '@adonisjs/core/exceptions'
import type { HttpRequest } from '@adonisjs/core/http'
import router from '@adonisjs/core/services/router'
import { dataFolderOfThisProcess } from '../supervisor/data_folder.ts'
import { DISK_FULL, isAboutFullDisk, isDiskFull } from '../supervisor/disk_space.ts'

/** What somebody outside may know about a failure. */
export interface Explanation {
  status: number
  code: string
  message: string
  fields?: { field: string; message: string }[]
  headers?: Record<string, string>
}

/** Nobody reads more at once, and an answer must not be many times what was sent. */
export const MOST_FIELDS = 50

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

/** Refused, reset, timed out, unreachable, not found; and what PostgreSQL says while it starts or stops. */
const DATABASE_AWAY = /^(ECONN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EPIPE|57P0|08|53300)/

/** PostgreSQL keeps no zero characters, in texts (22021) as in JSON (22P05). */
const ZERO_CHARACTER: Explanation = {
  status: 422,
  code: 'E_VALIDATION',
  message: 'A text holds a zero character (\\u0000). Leave it out.',
}

const HALF_A_CHARACTER: Explanation = {
  status: 422,
  code: 'E_VALIDATION',
  message: 'A text holds half a character (a lone surrogate). Leave it out.',
}

const TOO_LARGE_A_NUMBER: Explanation = {
  status: 422,
  code: 'E_VALIDATION',
  message: 'A number is too large to be kept. Give a smaller one.',
}

/** Two wrote at the same moment, and the other one was first. */
const AT_THE_SAME_MOMENT: Explanation = {
  status: 409,
  code: 'E_CONFLICT',
  message:
    'Somebody else has changed the same at this very moment. Look at it again, then try again.',
}

const FULL_DISK: Explanation = { status: 503, code: 'E_DISK_FULL', message: DISK_FULL }

const KNOWN: Record<string, Explanation> = {
  '22021': ZERO_CHARACTER,
  '22P05': ZERO_CHARACTER,
  '22P02': HALF_A_CHARACTER,
  '22003': TOO_LARGE_A_NUMBER,
  // A name that was free when it was looked at; something that is gone meanwhile; two that waited for each other.
  '23505': AT_THE_SAME_MOMENT,
  '23503': AT_THE_SAME_MOMENT,
  '40001': AT_THE_SAME_MOMENT,
  '40P01': AT_THE_SAME_MOMENT,
  'E_REQUEST_ENTITY_TOO_LARGE': {
    status: 413,
    code: 'E_TOO_LARGE',
    message: 'The body is larger than 1 MB. Send less at once.',
  },
  'E_ENCODING_UNSUPPORTED': {
    status: 415,
    code: 'E_UNSUPPORTED_MEDIA_TYPE',
    message: 'The encoding of the body is not known here. Send it in UTF-8, without compression.',
  },
  'E_ROW_NOT_FOUND': { status: 404, code: 'E_NOT_FOUND', message: 'There is no such object.' },
  'E_BAD_CSRF_TOKEN': {
    status: 403,
    code: 'E_BAD_CSRF_TOKEN',
    message: 'This form was open for too long. Go back, reload the page and send it again.',
  },
}

/** Turns whatever was thrown into a status, a code and a sentence, without details of the inside. */
export function explainFailure(error: unknown, request: HttpRequest): Explanation {
  const { code = '', status = 500, message = '' } = asFailure(error)
  if (isValidationError(error)) return explainFields(error.messages)
  if (code === 'E_ROUTE_NOT_FOUND') return explainUnknownPath(request)
  if (Object.hasOwn(KNOWN, code)) return KNOWN[code]
  if (isBrokenJson(error, status, message)) return brokenJson(message)
  if (error instanceof Exception && code && status < 500)
    return explainRefusal(status, code, message)
  if (error instanceof Exception && status === 502) return { status, code, message }
  if (isAboutFullDisk(error)) return FULL_DISK
  return isDatabaseAway(error, code) ? databaseAway() : unexpected()
}

interface Failure {
  code?: string
  status?: number
  message?: string
}

function asFailure(error: unknown): Failure {
  return typeof error === 'object' && error !== null ? error : {}
}

function isValidationError(
  error: unknown
): error is { messages: { field: string; message: string }[] } {
  return asFailure(error).code === 'E_VALIDATION_ERROR' && 'messages' in (error as object)
}

function explainFields(messages: { field: string; message: string }[]): Explanation {
  const fields = messages.slice(0, MOST_FIELDS).map(({ field, message }) => ({ field, message }))
  const sentences = fields.map((entry) => entry.message)
  if (messages.length > MOST_FIELDS) sentences.push('More is wrong: correct this first.')
  const message = sentences.join(' ')
  return { status: 422, code: 'E_VALIDATION', message, fields }
}

function explainRefusal(status: number, code: string, message: string): Explanation {
  const headers = status === 401 ? { 'WWW-Authenticate': 'Bearer' } : undefined
  return { status, code, message, headers }
}

function explainUnknownPath(request: HttpRequest): Explanation {
  const path = request.url()
  const allowed = METHODS.filter((method) => router.match(path, method, true) !== null)
  if (allowed.length === 0) {
    return { status: 404, code: 'E_NOT_FOUND', message: `There is nothing at ${path}.` }
  }
  return {
    status: 405,
    code: 'E_METHOD_NOT_ALLOWED',
    message: `${path} does not take ${request.method()}. Use ${allowed.join(' or ')}.`,
    headers: { Allow: allowed.join(', ') },
  }
}

function isBrokenJson(error: unknown, status: number, message: string): boolean {
  return (error instanceof SyntaxError && status === 400) || message.startsWith('Invalid JSON')
}

function brokenJson(detail: string): Explanation {
  return {
    status: 400,
    code: 'E_INVALID_JSON',
    message: `The body is not a JSON object or list: ${detail.slice(0, 200)}`,
  }
}

/** A missing socket is a stopped database; a pool that hands out nothing waits for one. */
function isDatabaseAway(error: unknown, code: string): boolean {
  const { name, syscall } = Object(error) as { name?: string; syscall?: string }
  if (name === 'KnexTimeoutError' || DATABASE_AWAY.test(code)) return true
  return code === 'ENOENT' && syscall === 'connect'
}

/** A disk without space ends the database too: then that is what to put right. */
function databaseAway(): Explanation {
  if (isDiskFull(dataFolderOfThisProcess())) return FULL_DISK
  return {
    status: 503,
    code: 'E_DATABASE_UNAVAILABLE',
    message: 'The database does not answer. It is being waited for; try again in a minute.',
  }
}

function unexpected(): Explanation {
  return {
    status: 500,
    code: 'E_INTERNAL',
    message: 'Something went wrong here. The log of the program says what.',
  }
}
