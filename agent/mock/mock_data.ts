import { UserError } from '../src/user_error.ts'
import { FAULT_KEYS, faultOf, type Fault } from './fault.ts'

const TYPES = ['plugin', 'command_unsuccessful', 'signature_error', 'plugin_timeout'] as const
const ANSWER_KEYS = ['value', 'message', 'metrics', 'type', 'duration_ms']
/** Stands for everything a host is asked. */
const ALL = '*'

/** What one plugin of one host answers. Sent as it stands in the file: what is wrong in it is wrong on purpose. */
export interface MockEntry {
  type: (typeof TYPES)[number]
  value: unknown
  message: unknown
  metrics: unknown
  duration_ms: unknown
  fault: Fault
}

export interface MockHostData {
  /** What goes wrong whatever the host is asked. */
  fault: Fault
  plugins: ReadonlyMap<string, MockEntry>
}

/** The data in the text of the file, by host name in lower case; `UserError` naming the place that is not right. */
export function parseMockData(text: string): Map<string, MockHostData> {
  const hosts = new Map<string, MockHostData>()
  for (const [name, host] of Object.entries(record(parsed(text), 'the file'))) {
    const entries = Object.entries(record(host, `"${name}"`))
    const whole = entries.find(([id]) => id === ALL)?.[1]
    const plugins = entries.filter(([id]) => id !== ALL)
    hosts.set(name.toLowerCase(), {
      fault: whole === undefined ? {} : wholeFault(whole, `"${ALL}" of "${name}"`),
      plugins: new Map(plugins.map(([id, entry]) => [id, entryOf(entry, `"${id}" of "${name}"`)])),
    })
  }
  return hosts
}

function wholeFault(entry: unknown, where: string): Fault {
  const fields = record(entry, where)
  refuseOthers(fields, FAULT_KEYS, where)
  return faultOf(fields, where)
}

function entryOf(entry: unknown, where: string): MockEntry {
  const fields = record(entry, where)
  refuseOthers(fields, [...ANSWER_KEYS, ...FAULT_KEYS], where)
  const type = TYPES.find((each) => each === (fields.type ?? 'plugin'))
  if (!type) throw new UserError(`"type" of ${where} must be one of: ${TYPES.join(', ')}.`)
  const { value = null, message = '', metrics = [], duration_ms = 0 } = fields
  return { type, value, message, metrics, duration_ms, fault: faultOf(fields, where) }
}

function refuseOthers(fields: Record<string, unknown>, known: string[], where: string) {
  const other = Object.keys(fields).find((key) => !known.includes(key))
  if (other === undefined) return
  throw new UserError(`"${other}" of ${where} is unknown; there are: ${known.join(', ')}.`)
}

function record(input: unknown, where: string): Record<string, unknown> {
  if (typeof input === 'object' && input !== null && !Array.isArray(input)) {
    return input as Record<string, unknown>
  }
  throw new UserError(`What stands at ${where} must be an object.`)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new UserError(`It is not valid JSON: ${(error as Error).message}.`)
  }
}
