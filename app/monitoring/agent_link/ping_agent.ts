import type { About } from '../../../agent/protocol/run.ts'
import type { ResultType } from '../../../agent/protocol/result.ts'
import { systemClock } from '../clock.ts'
import type { HostEntry } from '../configuration/configuration.ts'
import { AgentRefusal } from './agent_link.ts'
import { noAgent, versionChooser } from './choose_version.ts'
import { connectTo, type Connection, whereIs } from './connection.ts'
import { explainError } from './explain_error.ts'
import { sendRequest, SLACK_MS } from './send_request.ts'
import { parseStrictly } from './strict_json.ts'

/** What came of a look at an agent: `plugin` when it answered as one, else what kind of trouble. */
export interface Ping {
  type: ResultType
  /** Why not, as a sentence; empty when it answered. */
  message: string
  protocolVersion: 1 | 2 | null
  /** What it tells of itself; null in version 1, or when it was not reached. */
  about: About | null
}

/** Asks an agent who it is, on a connection of its own. Never throws. */
export async function pingAgent(host: HostEntry): Promise<Ping> {
  let about: About | null = null
  let connection: Connection | undefined
  const chooser = versionChooser(systemClock, (_, facts) => void (about = facts.about))
  try {
    connection = connectTo(host)
    const protocolVersion = await chooser.ask(host, connection)
    if (protocolVersion === 1) await refuseStranger(connection)
    return { type: 'plugin', message: '', protocolVersion, about }
  } catch (error) {
    const { type, message } =
      error instanceof AgentRefusal ? error.answer : explainError(error, whereIs(host))
    return { type, message, protocolVersion: null, about: null }
  } finally {
    await connection?.client.destroy().catch(() => undefined)
  }
}

/** Every web server knows nothing of version 2: version 1 answers a ping. */
async function refuseStranger(connection: Connection) {
  const request = { method: 'GET', path: '/ping/', deadlineMs: SLACK_MS } as const
  const { statusCode, text } = await sendRequest(connection, request)
  const fields = parseStrictly(text)
  const isAgent = typeof fields === 'object' && fields.success === true
  if (!isAgent) throw new AgentRefusal(noAgent(statusCode))
}
