import encryption from '@adonisjs/core/services/encryption'
import type { About } from '../../agent/protocol/run.ts'
import { Conflict } from '../exceptions/refusals.ts'
import type Host from '../models/host.ts'
import { pingAgent } from '../monitoring/agent_link/ping_agent.ts'
import type { HostEntry } from '../monitoring/configuration/configuration.ts'

/** What people can do about it differs, so these are told apart. */
const OUTCOMES: Record<string, string> = {
  plugin: 'reached',
  authentication_error: 'wrong_key',
  certificate_error: 'wrong_certificate',
  connection_error: 'no_connection',
  connection_timeout: 'no_connection',
}

/**
 * Connects to the agent of a host now, with its key and its certificate check.
 * @throws Conflict for a host without an agent
 */
export async function pingHost(host: Host) {
  if (!host.hasAgent) throw new Conflict(`${host.name} has no agent, so nothing can be reached.`)
  const { type, message, protocolVersion, about } = await pingAgent(entryOf(host))
  return {
    outcome: OUTCOMES[type] ?? 'no_agent',
    message: message || `The agent of ${host.name} answers.`,
    protocol_version: protocolVersion,
    about: about && factsOf(about),
  }
}

/** What people look for in it; the rest is for the core. */
function factsOf({ agent_version, platform, os, architecture, hostname, signatures }: About) {
  return { agent_version, platform, os, architecture, hostname, signatures: signatures.mode }
}

function entryOf(host: Host): HostEntry {
  const { id, name, address, port, certificatePem, encryptedKey } = host
  return {
    ...{ id, name, address, port, certificatePem, hasHeartbeat: false, protocolVersion: null },
    certificateCheck: host.certificateCheck as HostEntry['certificateCheck'],
    key: encryptedKey === null ? null : encryption.decrypt<string>(encryptedKey),
  }
}
