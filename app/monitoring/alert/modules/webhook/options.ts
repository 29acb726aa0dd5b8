import { OptionError } from '../module.ts'
import { fingerprint, isGiven, line, optionsIn, webAddress } from '../read_options.ts'

const SHORTEST_SECRET = 16

/** Which address is told, and what the messages to it are signed with. */
export interface WebhookOptions {
  url: string
  secret?: string
}

/**
 * @param input `{ url, secret? }`
 * @throws {OptionError}
 */
export function parseWebhookOptions(input: unknown): WebhookOptions {
  const given = optionsIn(input)
  const url = webAddress(given.url, 'url', 'https://example.com/prophasis')
  if (!isGiven(given.secret)) return { url }
  const secret = line(given.secret, 'secret', 'the secret')
  if (secret.length >= SHORTEST_SECRET) return { url, secret }
  throw new OptionError(
    'secret',
    `Enter a secret of at least ${SHORTEST_SECRET} characters, or leave it empty to send without a signature.`
  )
}

/**
 * The path of an address may be a password, so people see the host only. Six letters tell two addresses there apart:
 * nobody is told of one cause twice, and each of the two is told.
 */
export function shownAs({ url }: WebhookOptions): string {
  const { host, pathname, search } = new URL(url)
  return pathname + search === '/' ? host : `${host} (${fingerprint(url)})`
}
