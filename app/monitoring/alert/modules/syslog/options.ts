import { isIP } from 'node:net'
import { OptionError } from '../module.ts'
import { hostName, isGiven, optionsIn, portNumber, textLike } from '../read_options.ts'

export const TRANSPORTS = ['udp', 'tcp', 'tls'] as const
export type Transport = (typeof TRANSPORTS)[number]

/** Numbers of RFC 5424; those of the kernel, of printing and the like make no sense here. */
export const FACILITIES = {
  user: 1,
  daemon: 3,
  auth: 4,
  syslog: 5,
  local0: 16,
  local1: 17,
  local2: 18,
  local3: 19,
  local4: 20,
  local5: 21,
  local6: 22,
  local7: 23,
} as const
export type Facility = keyof typeof FACILITIES

/** Where messages are logged. */
export interface SyslogOptions {
  host: string
  port: number
  transport: Transport
  facility: Facility
  /** Elements of structured data as they are sent, such as the key of a log service. */
  structuredData?: string
}

const USUAL_PORTS: Record<Transport, number> = { udp: 514, tcp: 514, tls: 6514 }
const HOST = 'Enter the name of the log server, like logs.example.com. Leave out the port.'
const PORT = 'Most log servers use 514, with TLS 6514.'
/** Elements of RFC 5424 in ASCII: names without `=`, blank, `]` and `"`; in values, these and `\` are escaped. */
const SD_ELEMENTS = /^(\[[!#-<>-\\^-~]{1,32}( [!#-<>-\\^-~]{1,32}="([ !#-[^-~]|\\["\\\]])*")*\])+$/

/**
 * @param input `{ host, port?, transport?, facility?, structuredData? }`
 * @throws {OptionError}
 */
export function parseSyslogOptions(input: unknown): SyslogOptions {
  const given = optionsIn(input)
  const transport = oneOf(TRANSPORTS, given.transport, 'transport', 'udp')
  const facilities = Object.keys(FACILITIES) as Facility[]
  const options: SyslogOptions = {
    host: hostName(given.host, 'host', HOST),
    port: isGiven(given.port) ? portNumber(given.port, 'port', PORT) : USUAL_PORTS[transport],
    transport,
    facility: oneOf(facilities, given.facility, 'facility', 'daemon'),
  }
  if (isGiven(given.structuredData)) options.structuredData = parseData(given.structuredData)
  return options
}

/** @returns host and port, as in a URL */
export function shownAs({ host, port }: SyslogOptions): string {
  return `${isIP(host) === 6 ? `[${host}]` : host}:${port}`
}

function oneOf<Choice extends string>(
  choices: readonly Choice[],
  value: unknown,
  field: string,
  usual: Choice
): Choice {
  if (!isGiven(value)) return usual
  const found = choices.find((choice) => choice === value)
  if (found) return found
  throw new OptionError(field, `Choose one of ${choices.join(', ')}.`)
}

function parseData(value: unknown): string {
  const sentence =
    'Enter structured data as in RFC 5424, like [site@32473 name="shop"], of at most 400 characters.'
  const text = textLike(SD_ELEMENTS, value, 'structuredData', sentence)
  if (text.length <= 400 && !text.includes('[prophasis@')) return text
  throw new OptionError('structuredData', sentence)
}
