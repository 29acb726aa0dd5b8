import { OptionError } from '../module.ts'
import { hostName, isGiven, portNumber } from '../read_options.ts'
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

const HOST =
  'Enter the name of the mail server, like smtp.example.com. Leave out http:// and the port.'
const PORT = 'Most mail servers use 587 or 465.'

/**
 * @param input `{ host, port, security, user?, password?, from, replyTo? }`; the user and the password go together
 * @throws {OptionError} naming the field
 */
export function parseMailSettings(input: unknown): MailSettings {
  const given: Record<string, unknown> = { ...(typeof input === 'object' ? input : {}) }
  const settings: MailSettings = {
    host: hostName(given.host, 'host', HOST),
    port: portNumber(given.port, 'port', PORT),
    security: parseSecurity(given.security),
    from: parseSender(given.from, 'from'),
    ...parseSignIn(given.user, given.password),
  }
  if (isGiven(given.replyTo)) settings.replyTo = parseSender(given.replyTo, 'replyTo')
  return settings
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
