import { OptionError } from '../module.ts'
import { isGiven, line, optionsIn, serverAddress, textLike, token } from '../read_options.ts'

const PUBLIC_SERVER = 'https://ntfy.sh'

/** Which topic is told, and how to sign in: with a token, with user and password, or not at all. */
export interface NtfyOptions {
  server: string
  topic: string
  token?: string
  user?: string
  password?: string
}

/**
 * @param input `{ server?, topic, token?, user?, password? }`
 * @throws {OptionError}
 */
export function parseNtfyOptions(input: unknown): NtfyOptions {
  const given = optionsIn(input)
  return {
    server: serverAddress(given.server, 'server', PUBLIC_SERVER),
    topic: textLike(
      /^[-_A-Za-z0-9]{1,64}$/,
      given.topic,
      'topic',
      'Enter the topic, like larkfield-shop-7Kq2: up to 64 letters and digits, - and _.'
    ),
    ...parseSignIn(given),
  }
}

/** @returns the topic, and the server where it is not the public one */
export function shownAs({ server, topic }: NtfyOptions): string {
  return server === PUBLIC_SERVER ? topic : `${topic} at ${new URL(server).host}`
}

/** @returns the value of the Authorization header; empty without a sign-in */
export function authorizationOf({ token: bearer, user, password }: NtfyOptions): string {
  if (bearer) return `Bearer ${bearer}`
  return user ? `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` : ''
}

function parseSignIn(given: Record<string, unknown>) {
  const bearer = isGiven(given.token) && token(given.token, 'token', 'the access token')
  const user = isGiven(given.user) && parseUser(given.user)
  const password = isGiven(given.password) && line(given.password, 'password', 'the password')
  if (bearer && (user || password))
    throw new OptionError('token', 'Enter a token, or a user and a password, but not both.')
  if (bearer) return { token: bearer }
  if (password && !user)
    throw new OptionError('user', 'Enter the user that belongs to the password.')
  if (user && !password) throw new OptionError('password', 'Enter the password of this user.')
  return user && password ? { user, password } : {}
}

/** A colon ends the user in the header. */
function parseUser(value: unknown): string {
  const user = line(value, 'user', 'the user')
  if (!user.includes(':')) return user
  throw new OptionError('user', 'Enter the user without a colon, like anna.')
}
