import type { Client } from 'undici'
import type { ResultType } from '../../../agent/protocol/result.ts'
import type { HostEntry } from '../configuration/configuration.ts'
import { connectTo } from './connection.ts'
import { explainError } from './explain_error.ts'
import { readLines } from './read_lines.ts'

const DEADLINE_MS = 5000
const MAX_ANSWER_BYTES = 256 * 1024
const LONGEST_FACT = 400
const FACTS = ['agent_version', 'platform', 'os', 'architecture', 'hostname'] as const

/** What came of a look at an agent: `plugin` when it answered as one, else what kind of trouble. */
export interface Ping {
  type: ResultType
  /** Why not, as a sentence; empty when it answered. */
  message: string
  protocolVersion: 1 | 2 | null
  /** What it tells of itself; nothing in version 1. */
  about: Partial<Record<(typeof FACTS)[number], string>>
}

/** Asks an agent who it is, on a connection of its own. Never throws. */
export async function pingAgent(host: HostEntry): Promise<Ping> {
  const { client, authorization } = connectTo(host)
  const ask = (path: string) => answerTo(client, authorization, pathPrefixOf(host) + path)
  try {
    const second = await ask('/v2/about')
    if (second.status === 401) return WRONG_KEY
    if (second.fields.protocol === 2) return reached(2, second.fields)
    const first = await ask('/ping/')
    if (first.status === 401) return WRONG_KEY
    return first.fields.success === true ? reached(1, {}) : noAgent(second.status)
  } catch (error) {
    const { type, message } = explainError(error, `${host.address}:${host.port}`)
    return failed(type, message)
  } finally {
    await client.destroy().catch(() => undefined)
  }
}

async function answerTo(client: Client, authorization: string, path: string) {
  const { statusCode, body } = await client.request({
    ...{ method: 'GET', path, headers: { authorization } },
    signal: AbortSignal.timeout(DEADLINE_MS),
  })
  const lines: string[] = []
  for await (const line of readLines(body, MAX_ANSWER_BYTES)) lines.push(line)
  return { status: statusCode, fields: fieldsIn(lines.join('\n')) }
}

function fieldsIn(text: string): Record<string, unknown> {
  try {
    const read: unknown = JSON.parse(text)
    return typeof read === 'object' && read !== null ? { ...read } : {}
  } catch {
    return {}
  }
}

function reached(protocolVersion: 1 | 2, fields: Record<string, unknown>): Ping {
  const texts = FACTS.flatMap((name) => {
    const fact = fields[name]
    return typeof fact === 'string' ? [[name, fact.slice(0, LONGEST_FACT)]] : []
  })
  return { type: 'plugin', message: '', protocolVersion, about: Object.fromEntries(texts) }
}

function failed(type: ResultType, message: string): Ping {
  return { type, message, protocolVersion: null, about: {} }
}

const WRONG_KEY = failed(
  'authentication_error',
  'The agent does not accept this key. Take the one its set-up has shown, or let it make a new one.'
)

function noAgent(status: number): Ping {
  return failed(
    'request_error',
    `What answers there is no agent (status ${status}). Check address and port, and the proxy if there is one.`
  )
}

/** The path of a base URL behind a reverse proxy. */
function pathPrefixOf({ address }: HostEntry): string {
  return /^https?:\/\//i.test(address) ? new URL(address).pathname.replace(/\/+$/, '') : ''
}
