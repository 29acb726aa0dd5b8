import { createHash } from 'node:crypto'
import { isIP } from 'node:net'
import { domainToASCII } from 'node:url'
import { OptionError } from './module.ts'

const LONGEST_ADDRESS = 2000
const LONGEST_LINE = 200
const LONGEST_TOKEN = 500
const HOST_NAME = /^[a-z0-9_]([a-z0-9_-]{0,62})?(\.[a-z0-9_]([a-z0-9_-]{0,62})?)*\.?$/i
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/

/** @returns what was given, by name; nothing when it is no object */
export function optionsIn(input: unknown): Record<string, unknown> {
  return { ...(typeof input === 'object' ? input : {}) }
}

/** @returns whether somebody has filled this in */
export function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== ''
}

/**
 * @param sentence what to enter, with an example
 * @returns the text without blanks around it
 * @throws {OptionError} when it is missing, or not of this form
 */
export function textLike(pattern: RegExp, value: unknown, field: string, sentence: string): string {
  const text = typeof value === 'string' ? value.trim() : ''
  if (pattern.test(text)) return text
  throw new OptionError(field, sentence)
}

/**
 * @param sentence what to enter, with an example
 * @returns the name or IP address of a machine
 * @throws {OptionError}
 */
export function hostName(value: unknown, field: string, sentence: string): string {
  const text = typeof value === 'string' ? value.trim() : ''
  // Numbers of IPv6 also in brackets, as addresses of pages have them; names in any script.
  const number = text.replace(/^\[(.*)\]$/, '$1')
  if (isIP(number)) return number
  const name = /[^\p{L}\p{N}._-]/u.test(text) ? '' : domainToASCII(text) || text
  if (name.length <= 253 && HOST_NAME.test(name)) return name
  throw new OptionError(field, sentence)
}

/**
 * @param usual what most use, as a sentence
 * @throws {OptionError} for anything but 1 to 65535
 */
export function portNumber(value: unknown, field: string, usual: string): number {
  const sentence = `Enter a port from 1 to 65535. ${usual}`
  const text = typeof value === 'number' ? String(value) : value
  const port = Number(textLike(/^\d{1,5}$/, text, field, sentence))
  if (port >= 1 && port <= 65535) return port
  throw new OptionError(field, sentence)
}

/**
 * @returns an address of the web, as browsers write it
 * @throws {OptionError} for anything but http and https, and for a user or password inside
 */
export function webAddress(value: unknown, field: string, example: string): string {
  const text = typeof value === 'string' ? value.trim() : ''
  const like = `Write it like ${example}.`
  if (!text) throw new OptionError(field, `Enter the address. ${like}`)
  // The parser would leave out line ends in silence.
  const url = /[\s\u0000-\u001f\u007f]/.test(text) ? null : URL.parse(text)
  if (!url || !['http:', 'https:'].includes(url.protocol) || text.length > LONGEST_ADDRESS)
    throw new OptionError(field, `That is no address of the web. ${like}`)
  if (url.username || url.password)
    throw new OptionError(field, `Leave user and password out of the address. ${like}`)
  url.hash = ''
  return url.href
}

/**
 * @param fallback taken when nothing is given
 * @returns the address of a server, without a slash at its end
 * @throws {OptionError} as for {@link webAddress}, and for a question mark in it
 */
export function serverAddress(value: unknown, field: string, fallback: string): string {
  const address = webAddress(isGiven(value) ? value : fallback, field, fallback)
  if (!address.includes('?')) return address.replace(/\/+$/, '')
  throw new OptionError(field, `Leave out what follows the question mark, as in ${fallback}.`)
}

/**
 * @param what `the access token`
 * @returns a text that is safe in a header: no blanks, no line ends, only ASCII
 * @throws {OptionError}
 */
export function token(value: unknown, field: string, what: string): string {
  const text = typeof value === 'string' ? value.trim() : ''
  if (!text) throw new OptionError(field, `Enter ${what}.`)
  if (/^[\x21-\x7e]+$/.test(text) && text.length <= LONGEST_TOKEN) return text
  throw new OptionError(field, `Copy ${what} once more: it has no blanks and no special letters.`)
}

/**
 * @param what `the user`
 * @returns one line of text as it was given
 * @throws {OptionError}
 */
export function line(value: unknown, field: string, what: string): string {
  if (typeof value === 'string' && value.length <= LONGEST_LINE && !CONTROL.test(value))
    return value
  throw new OptionError(field, `Enter ${what} as one line of at most ${LONGEST_LINE} characters.`)
}

/** @returns six letters that tell one secret address or token from another, and give nothing of it away */
export function fingerprint(secret: string): string {
  return createHash('sha256').update(secret).digest('hex').slice(0, 6)
}
