import { isIP } from 'node:net'
import { domainToASCII } from 'node:url'
import { OptionError } from '../module.ts'
import { parseMailbox } from './address.ts'

/** `none`: no encryption asked for. `starttls`: encryption is a must, on a plain port. `tls`: from the first byte. */
export const MAIL_SECURITIES = ['none', 'starttls', 'tls'] as const
export type MailSecurity = (typeof MAIL_SECURITIES)[number]

/** How to reach the mail server. */
export interface MailSettings {
  host: string
  port: number
  security: MailSecurity
  user?: string
  password?: string
  /** `anna@example.com` or `Larkfield Shop <anna@example.com>`. */
  from: string
  /** Who reads the answers; the sender when missing. */
  replyTo?: string
}

const HOST_NAME = /^[a-z0-9_]([a-z0-9_-]{0,62})?(\.[a-z0-9_]([a-z0-9_-]{0,62})?)*\.?$/i

/**
 * @param input `{ host, port, security, user?, password?, from, replyTo? }`; the user and the password go together
 * @throws {OptionError} naming the field
 */
export function parseMailSettings(input: unknown): MailSettings {
  const given: Record<string, unknown> = { ...(typeof input === 'object' ? input : {}) }
  const settings: MailSettings = {
    host: parseHost(given.host),
    port: parsePort(given.port),
    security: parseSecurity(given.security),
    from: parseSender(given.from, 'from'),
    ...parseSignIn(given.user, given.password),
  }
  if (isGiven(given.replyTo)) settings.replyTo = parseSender(given.replyTo, 'replyTo')
  return settings
}

/** Numbers of IPv6 also in brackets, as addresses of pages have them; names in any script. */
function parseHost(host: unknown): string {
  const text = typeof host === 'string' ? host.trim() : ''
  const number = text.replace(/^\[(.*)\]$/, '$1')
  if (isIP(number)) return number
  const name = /[^\p{L}\p{N}._-]/u.test(text) ? '' : domainToASCII(text) || text
  if (name.length <= 253 && HOST_NAME.test(name)) return name
  throw new OptionError(
    'host',
    'Enter the name of the mail server, like smtp.example.com. Leave out http:// and the port.'
  )
}

function parsePort(port: unknown): number {
  const text = typeof port === 'number' || typeof port === 'string' ? String(port).trim() : ''
  const number = /^\d{1,5}$/.test(text) ? Number(text) : 0
  if (number >= 1 && number <= 65535) return number
  throw new OptionError('port', 'Enter a port from 1 to 65535. Most mail servers use 587 or 465.')
}

function parseSecurity(security: unknown): MailSecurity {
  const found = MAIL_SECURITIES.find((name) => name === security)
  if (found) return found
  throw new OptionError(
    'security',
    'Choose starttls (mostly port 587), tls (mostly port 465) or none (only inside your own network).'
  )
}

function parseSignIn(user: unknown, password: unknown): Pick<MailSettings, 'user' | 'password'> {
  const given = { user: parseLine(user, 'user'), password: parseLine(password, 'password') }
  if (!given.user && !given.password) return {}
  if (!given.user) throw new OptionError('user', 'Enter the user that belongs to the password.')
  if (!given.password) throw new OptionError('password', 'Enter the password of this user.')
  return given
}

function parseLine(text: unknown, field: string): string {
  if (!isGiven(text)) return ''
  const usable = typeof text === 'string' && text.length <= 1000 && !/[\r\n\0]/.test(text)
  if (usable) return text
  throw new OptionError(field, `Enter the ${field} as one line of at most 1,000 characters.`)
}

function parseSender(given: unknown, field: string): string {
  const { name, address } = parseMailbox(given, field)
  return name ? `${name} <${address}>` : address
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== ''
}
