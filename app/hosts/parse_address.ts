import { isIPv4, isIPv6 } from 'node:net'

/** Labels of letters, digits, `-` and `_`, as names in networks have them. */
const NAME = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*\.?$/i

/** What to say about an address that is none. */
export const ADDRESS_SENTENCE =
  'Give the name or number of the machine, like shop.lan, 192.168.1.20 or fd00::20, or an address like https://proxy.lan/shop. The port has a field of its own.'

/**
 * @param given a name, an IPv4 or IPv6 number (with or without brackets), or an https address behind which the agent is
 * @returns the address as it is kept; null when it is none
 */
export function parseAddress(given: string): string | null {
  if (given.length > 500) return null
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(given)) return baseUrl(given)
  const bare = given.replace(/^\[(.*)\]$/, '$1')
  // With a zone (`fe80::1%eth0`) it would mean something on this machine only, and no URL can hold it.
  if (isIPv6(bare)) return bare.includes('%') ? null : bare.toLowerCase()
  if (isIPv4(given)) return given
  const isName = given.length <= 253 && NAME.test(given) && !endsInNumber(given)
  return isName ? given : null
}

/** Such names are read as IPv4 numbers everywhere, and as different ones. */
function endsInNumber(name: string): boolean {
  const last = name.replace(/\.$/, '').split('.').at(-1)!
  return /^(\d+|0x[0-9a-f]*)$/i.test(last)
}

function baseUrl(given: string): string | null {
  const url = URL.parse(given)
  const isPlain = url && !url.username && !url.password && !/[?#\s\\]/.test(given)
  if (!isPlain || url.protocol !== 'https:') return null
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`
}
