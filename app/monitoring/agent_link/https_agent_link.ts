import {
  SIGNATURE_HEADER,
  DEFAULT_TIMEOUT_SECONDS,
  type RunRequest,
} from '../../../agent/protocol/run.ts'
import type { Assignment, HostEntry, PluginEntry } from '../configuration/configuration.ts'
import { failure, type AgentLink, type OnAnswer } from './agent_link.ts'
import { connectTo, signatureOf, type Connection } from './connection.ts'
import { explainError } from './explain_error.ts'
import { parseLine } from './parse_line.ts'
import { readLines } from './read_lines.ts'

/** The archive of a plugin, with its signature where it has one. */
export interface Package {
  archive: Buffer
  signature: Buffer | null
}

const MAX_ANSWER_BYTES = 256 * 1024
/** What the network and the agent itself may take beyond the plugins. */
const SLACK_MS = 5000
const PUSH_DEADLINE_MS = 60_000

/**
 * Speaks protocol version 2 to agents: one kept connection per host, one request per host and moment.
 * @param packageOf reads the archive of the version an agent lacks
 */
export function httpsAgentLink(packageOf: (plugin: PluginEntry) => Promise<Package>): AgentLink {
  const connections = new Map<number, Connection>()

  return {
    async run(host, assignments, onAnswer) {
      const open = new Set(assignments)
      const settle: OnAnswer = (assignment, answer) => {
        if (open.delete(assignment)) onAnswer(assignment, answer)
      }
      try {
        await runAndPush(connectionTo(host), assignments, settle)
      } catch (error) {
        const answer = explainError(error, `${host.address}:${host.port}`)
        for (const assignment of open) settle(assignment, answer)
      }
      for (const assignment of open)
        settle(
          assignment,
          failure('request_error', 'The agent ended its answer before this plugin had its turn.')
        )
    },

    forgetAllBut(hosts) {
      const known = new Map(hosts.map((host) => [host.id, signatureOf(host)]))
      for (const [id, connection] of connections)
        if (known.get(id) !== connection.signature) drop(id)
    },

    async stop() {
      for (const id of [...connections.keys()]) drop(id)
    },
  }

  function connectionTo(host: HostEntry): Connection {
    const kept = connections.get(host.id)
    if (kept?.signature === signatureOf(host) && !kept.client.destroyed) return kept
    if (kept) drop(host.id)
    const fresh = connectTo(host)
    connections.set(host.id, fresh)
    return fresh
  }

  function drop(id: number) {
    connections
      .get(id)
      ?.client.destroy()
      .catch(() => undefined)
    connections.delete(id)
  }

  /** Runs all; what the agent lacks is pushed to it and run once more. */
  async function runAndPush(
    connection: Connection,
    assignments: readonly Assignment[],
    settle: OnAnswer
  ) {
    const lacking = new Set(await runOnce(connection, assignments, settle))
    for (const plugin of new Set([...lacking].map((assignment) => assignment.plugin))) {
      const refusal = await push(connection, plugin, await packageOf(plugin))
      if (refusal === null) continue
      for (const each of lacking) {
        if (each.plugin !== plugin) continue
        lacking.delete(each)
        settle(each, failure('command_unsuccessful', refusal))
      }
    }
    if (lacking.size === 0) return
    const still = await runOnce(connection, [...lacking], settle)
    for (const assignment of still)
      settle(
        assignment,
        failure('request_error', 'The agent took the plugin and then said that it lacks it.')
      )
  }
}

/** @returns those whose package the agent lacks */
async function runOnce(
  connection: Connection,
  assignments: readonly Assignment[],
  settle: OnAnswer
) {
  const lacking: Assignment[] = []
  const runs = assignments.map(runRequestFor)
  const deadlineMs = SLACK_MS + runs.reduce((sum, run) => sum + run.timeout_seconds * 1000, 0)
  const { statusCode, body } = await connection.client.request({
    method: 'POST',
    path: '/v2/run',
    headers: { 'authorization': connection.authorization, 'content-type': 'application/json' },
    body: JSON.stringify({ runs }),
    signal: AbortSignal.timeout(deadlineMs),
  })
  if (statusCode !== 200) {
    // Unread it ends in an error, which nobody else would take.
    body.on('error', () => undefined).destroy()
    for (const assignment of assignments) settle(assignment, refusalOf(statusCode))
    return []
  }
  for await (const text of readLines(body, MAX_ANSWER_BYTES)) {
    const line = parseLine(text)
    const assignment = line.run === null ? undefined : assignments[line.run]
    if (assignment === undefined)
      throw new Error('a line of its answer belongs to no plugin that was asked for')
    if (line.outcome === 'update-required') lacking.push(assignment)
    else if (line.outcome === 'answer') settle(assignment, line.answer)
    else
      settle(
        assignment,
        failure('request_error', `The agent's answer cannot be used: ${line.reason}.`)
      )
  }
  return lacking
}

function runRequestFor({ plugin, arguments: given }: Assignment): RunRequest {
  return {
    plugin: plugin.identifier,
    version: plugin.version,
    digest: plugin.digest,
    arguments: given,
    timeout_seconds: plugin.manifest.timeout_seconds ?? DEFAULT_TIMEOUT_SECONDS,
  }
}

function refusalOf(statusCode: number) {
  if (statusCode === 401)
    return failure(
      'authentication_error',
      'The agent does not accept our key. Repair the machine to give it a new one.'
    )
  if (statusCode === 429)
    return failure('request_error', 'The agent is still running a plugin for somebody else.')
  return failure('request_error', `The agent refused the request with status ${statusCode}.`)
}

/** @returns null when the agent has taken it, else why not */
async function push(
  connection: Connection,
  plugin: PluginEntry,
  { archive, signature }: Package
): Promise<string | null> {
  const { statusCode, body } = await connection.client.request({
    method: 'PUT',
    path: `/v2/plugins/${encodeURIComponent(plugin.identifier)}`,
    headers: {
      'authorization': connection.authorization,
      'content-type': 'application/gzip',
      ...(signature && { [SIGNATURE_HEADER]: signature.toString('base64') }),
    },
    body: archive,
    signal: AbortSignal.timeout(PUSH_DEADLINE_MS),
  })
  const lines: string[] = []
  for await (const line of readLines(body, 64 * 1024)) lines.push(line)
  if (statusCode < 300) return null
  return `The agent did not take version ${plugin.version} of the plugin: ${reasonIn(lines.join(' ')) ?? `status ${statusCode}`}`
}

function reasonIn(text: string): string | null {
  try {
    const { message } = JSON.parse(text) as { message?: unknown }
    return typeof message === 'string' ? message.slice(0, 500) : null
  } catch {
    return null
  }
}
