import { OptionError } from '../module.ts'
import { fingerprint, isGiven, optionsIn, serverAddress, textLike, token } from '../read_options.ts'

const PUBLIC_SERVER = 'https://api.pushbullet.com'

/** Whose devices are told: all of the account, one of them, or those who follow a channel. */
export interface PushbulletOptions {
  server: string
  token: string
  device?: string
  channel?: string
}

/**
 * @param input `{ token, device?, channel?, server? }`
 * @throws {OptionError}
 */
export function parsePushbulletOptions(input: unknown): PushbulletOptions {
  const given = optionsIn(input)
  const options: PushbulletOptions = {
    server: serverAddress(given.server, 'server', PUBLIC_SERVER),
    token: token(given.token, 'token', 'the access token from the settings of Pushbullet'),
  }
  if (isGiven(given.device)) options.device = parseDevice(given.device)
  if (isGiven(given.channel)) options.channel = parseChannel(given.channel)
  if (options.device && options.channel)
    throw new OptionError('channel', 'Enter a device or a channel, but not both.')
  return options
}

/** The token is a secret, so six letters tell one account from another. */
export function shownAs({ token: secret, device, channel }: PushbulletOptions): string {
  if (channel) return `channel ${channel}`
  return device ? `device ${device}` : `account ${fingerprint(secret)}`
}

function parseDevice(value: unknown): string {
  const sentence =
    'Enter the id of the device, like ujpah72o0sjAoRtnM0jc: the end of its address on pushbullet.com.'
  return textLike(/^[A-Za-z0-9]{1,64}$/, value, 'device', sentence)
}

function parseChannel(value: unknown): string {
  const sentence = 'Enter the tag of the channel, like larkfield-shop, without # in front.'
  return textLike(/^[A-Za-z0-9._-]{1,64}$/, value, 'channel', sentence)
}
