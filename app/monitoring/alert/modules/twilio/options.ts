import { oneLine } from '../clean_text.ts'
import { OptionError } from '../module.ts'
import { optionsIn, serverAddress, textLike, token } from '../read_options.ts'

const PUBLIC_SERVER = 'https://api.twilio.com'
const MOST_RECIPIENTS = 50
const E164 = /^\+[1-9]\d{6,14}$/

/** Which account pays, and who is reached by phone. */
export interface PhoneOptions {
  server: string
  account: string
  token: string
  from: string
  to: string[]
}

/**
 * @param parseSender reads `from`
 * @param input `{ account, token, from, to, server? }`; `to` is a list of numbers, or one text with commas
 * @throws {OptionError}
 */
export function parsePhoneOptions(
  input: unknown,
  parseSender: (value: unknown) => string
): PhoneOptions {
  const given = optionsIn(input)
  return {
    server: serverAddress(given.server, 'server', PUBLIC_SERVER),
    account: textLike(
      /^[A-Za-z0-9_-]{1,64}$/,
      given.account,
      'account',
      'Enter the account SID, letters and digits like AC0123456789abcdef0123456789abcdef.'
    ),
    token: token(given.token, 'token', 'the auth token that belongs to the account'),
    from: parseSender(given.from),
    to: parseRecipients(given.to),
  }
}

/**
 * @returns a number in the form of E.164; blanks, dots, dashes and brackets are left out
 * @throws {OptionError} naming the field
 */
export function phoneNumber(value: unknown, field: string): string {
  const text = typeof value === 'string' ? value.trim() : ''
  const number = text.length <= 40 ? text.replace(/[ ().-]/g, '') : ''
  if (E164.test(number)) return number
  const like = 'Write it with the code of the country, like +441632960961.'
  if (!text) throw new OptionError(field, `Enter a phone number. ${like}`)
  throw new OptionError(field, `“${oneLine(text, 40)}” is not a phone number. ${like}`)
}

function parseRecipients(value: unknown): string[] {
  const given = typeof value === 'string' ? value.split(',').filter((part) => part.trim()) : value
  if (!Array.isArray(given) || given.length === 0)
    throw new OptionError('to', 'Enter at least one phone number, like +441632960961.')
  const to = [...new Set(given.map((number) => phoneNumber(number, 'to')))]
  if (to.length <= MOST_RECIPIENTS) return to
  throw new OptionError(
    'to',
    `${to.length} numbers are too many; ${MOST_RECIPIENTS} is the most. Split the alert in two.`
  )
}
