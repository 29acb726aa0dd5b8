import type { About } from '../../../agent/protocol/run.ts'
import type { Clock } from '../clock.ts'
import type { HostEntry } from '../configuration/configuration.ts'
import { AgentRefusal, failure } from './agent_link.ts'
import { connectTo, type Connection } from './connection.ts'
import { parseAbout } from './parse_about.ts'
import { sendRequest, SLACK_MS } from './send_request.ts'
import { parseStrictly } from './strict_json.ts'

/** What an agent has told of itself. */
export interface AgentFacts {
  protocolVersion: 1 | 2
  /** Null for version 1, which has no such request. */
  about: About | null
}

export type Remember = (host: HostEntry, facts: AgentFacts) => void

const ASK_AGAIN_MS = 60 * 60_000

/**
 * Finds out which version of the protocol an agent speaks, by what it answers to `/v2/about`.
 * @param remember is told each answer, for the next start
 */
export function versionChooser(clock: Clock, remember: Remember) {
  const refreshing = new Set<Connection>()

  /** Asks only when it has to: an agent that spoke version 1 may be another one after an hour. */
  async function versionOf(host: HostEntry, connection: Connection): Promise<1 | 2> {
    const { protocolVersion } = connection
    const isKnown = protocolVersion === 2 || (protocolVersion === 1 && !isTimeToAsk(connection))
    return isKnown ? protocolVersion : ask(host, connection)
  }

  /** @throws AgentRefusal when what it answers is of neither version */
  async function ask(host: HostEntry, connection: Connection): Promise<1 | 2> {
    const { statusCode, text } = await askAbout(connection)
    const about = statusCode === 200 ? parseAbout(text) : null
    if (about !== null) return learn(host, connection, { protocolVersion: 2, about })
    if (statusCode === 404 || isVersion1(text))
      return learn(host, connection, { protocolVersion: 1, about: null })
    // A proxy in between may have a bad day; that says nothing of the agent.
    if (connection.protocolVersion === 1) return 1
    throw new AgentRefusal(noAgent(statusCode))
  }

  function learn(host: HostEntry, connection: Connection, facts: AgentFacts): 1 | 2 {
    connection.protocolVersion = facts.protocolVersion
    connection.askedAtMs = clock.monotonic()
    remember(host, facts)
    return facts.protocolVersion
  }

  /**
   * Once an hour, what a version 2 agent tells of itself is asked for anew: beside the checks, on a connection of its
   * own, so that no check waits for it. Failing is no harm: the checks themselves will show it.
   */
  function refreshAbout(host: HostEntry, connection: Connection) {
    if (connection.protocolVersion !== 2) return
    connection.askedAtMs ??= clock.monotonic() - spreadOf(host)
    if (!isTimeToAsk(connection)) return
    connection.askedAtMs = clock.monotonic()
    const own = connectTo(host)
    refreshing.add(own)
    askAbout(own)
      .then(({ text }) => parseAbout(text))
      .then(
        (about) => about && refreshing.has(own) && remember(host, { protocolVersion: 2, about })
      )
      .catch(() => undefined)
      .finally(() => end(own))
  }

  function isTimeToAsk({ askedAtMs }: Connection): boolean {
    return askedAtMs === null || clock.monotonic() - askedAtMs >= ASK_AGAIN_MS
  }

  async function end(own: Connection) {
    if (refreshing.delete(own)) await own.client.destroy().catch(() => undefined)
  }

  async function stop() {
    await Promise.all([...refreshing].map(end))
  }

  return { versionOf, ask, refreshAbout, stop }
}

/** @returns what is said of something that answers, but as no agent does */
export function noAgent(statusCode: number) {
  return failure(
    'request_error',
    `What answers is no agent that is known here (status ${statusCode}). Check address and port, and the proxy if there is one.`
  )
}

/** After a start all hosts would be asked at the same moment: each gets its own within the hour. */
function spreadOf({ id }: HostEntry): number {
  return (id * 7919_000) % ASK_AGAIN_MS
}

function askAbout(connection: Connection) {
  return sendRequest(connection, { method: 'GET', path: '/v2/about', deadlineMs: SLACK_MS })
}

/** Refusals in version 2 carry the form of version 1 beside their own, so that old cores understand them too. */
function isVersion1(text: string): boolean {
  const fields = parseStrictly(text)
  return typeof fields === 'object' && typeof fields.success === 'boolean' && !('error' in fields)
}
