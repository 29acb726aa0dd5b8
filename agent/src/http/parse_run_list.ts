import { isPluginId } from '../../protocol/plugin_id.ts'
import type { ArgumentValue, RunRequest } from '../../protocol/run.ts'
import { RefusedRequest } from './refused_request.ts'

const MOST_RUNS = 256
const LONGEST_TIMEOUT_SECONDS = 600
const DIGEST = /^[0-9a-f]{64}$/

/** The list in the body of `POST /v2/run`; refuses (400) with a sentence that names the place. */
export function parseRunList(body: Buffer): RunRequest[] {
  const { runs } = (jsonOf(body) ?? {}) as { runs?: unknown }
  if (!Array.isArray(runs) || runs.length === 0 || runs.length > MOST_RUNS) {
    throw refusal(`The body must be {"runs": […]} with 1 to ${MOST_RUNS} entries.`)
  }
  return runs.map((run, index) => parseRun(run, `runs[${index}]`))
}

function parseRun(run: unknown, where: string): RunRequest {
  const { plugin, version, digest, timeout_seconds: timeout } = record(run, where)
  if (!isPluginId(plugin)) throw refusal(`${where}.plugin must be the id of a plugin.`)
  if (!isFinite(version)) throw refusal(`${where}.version must be a number.`)
  if (typeof digest !== 'string' || !DIGEST.test(digest)) {
    throw refusal(`${where}.digest must be a SHA-256 in lower-case hex.`)
  }
  if (!isFinite(timeout) || timeout <= 0 || timeout > LONGEST_TIMEOUT_SECONDS) {
    const range = `above 0 and up to ${LONGEST_TIMEOUT_SECONDS}`
    throw refusal(`${where}.timeout_seconds must be a number ${range}.`)
  }
  const args = argumentsOf(record(run, where).arguments ?? {}, `${where}.arguments`)
  return { plugin, version, digest, arguments: args, timeout_seconds: timeout }
}

function argumentsOf(json: unknown, where: string): Record<string, ArgumentValue> {
  const args = record(json, where)
  for (const [name, value] of Object.entries(args)) {
    if (!['string', 'number', 'boolean'].includes(typeof value)) {
      throw refusal(`${where}.${name} must be a text, a number, true or false.`)
    }
  }
  return args as Record<string, ArgumentValue>
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    throw refusal('The body is not valid JSON.')
  }
}

function record(value: unknown, where: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>
  }
  throw refusal(`${where} must be an object.`)
}

function isFinite(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value)
}

function refusal(message: string): RefusedRequest {
  return new RefusedRequest(400, 'E_REQUEST', message.slice(0, 300))
}
