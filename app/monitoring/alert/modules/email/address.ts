import { domainToASCII } from 'node:url'
import { OptionError } from '../module.ts'
import { headerText } from '../clean_text.ts'

const LOCAL_PART = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/i
const DOMAIN = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/

/** An address with the name shown beside it; the name may be empty. */
export interface Mailbox {
  name: string
  address: string
}

/**
 * Reads one e-mail address: no quotes, no comments, nothing that could add a second address or a header.
 * @returns the address with its domain in ASCII and lower case
 * @throws {OptionError} naming the field
 */
export function parseAddress(input: unknown, field: string): string {
  if (typeof input !== 'string' || !input.trim()) {
    throw new OptionError(field, 'Enter an e-mail address, like anna@example.com.')
  }
  const text = input.trim()
  const at = text.lastIndexOf('@')
  const local = text.slice(0, Math.max(at, 0))
  const domain = domainToASCII(text.slice(at + 1)).toLowerCase()
  const usable =
    LOCAL_PART.test(local) && local.length <= 64 && DOMAIN.test(domain) && domain.length <= 253
  if (at < 1 || !usable || /[^\p{L}\p{N}.-]/u.test(text.slice(at + 1))) {
    throw new OptionError(field, `“${headerText(text, 80)}” is not an e-mail address. ${EXAMPLE}`)
  }
  return `${local}@${domain}`
}

/**
 * Reads `anna@example.com` or `Anna Marlow <anna@example.com>`.
 * @throws {OptionError} naming the field
 */
export function parseMailbox(input: unknown, field: string): Mailbox {
  const named = typeof input === 'string' && /^([^<>\r\n]*)<([^<>\r\n]*)>$/.exec(input.trim())
  if (!named) return { name: '', address: parseAddress(input, field) }
  const name = headerText(named[1], 80).replace(/^"(.*)"$/, '$1')
  return { name, address: parseAddress(named[2], field) }
}

const EXAMPLE = 'Write it like anna@example.com.'
