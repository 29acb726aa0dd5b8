import { digestOf } from '../../agent/protocol/package.ts'
import type { PluginAnswer } from '../../agent/protocol/result.ts'
import type { MockAgent } from '../../agent/tests/support/mock_client.ts'
import { packageOf } from '../../agent/tests/support/packages.ts'
import type { AgentLink } from '../../app/monitoring/agent_link/agent_link.ts'
import type { AgentFacts } from '../../app/monitoring/agent_link/choose_version.ts'
import { httpsAgentLink } from '../../app/monitoring/agent_link/https_agent_link.ts'
import { systemClock, type Clock } from '../../app/monitoring/clock.ts'
import type {
  Assignment,
  HostEntry,
  PluginEntry,
} from '../../app/monitoring/configuration/configuration.ts'
import { assignment, hostEntry, pluginEntry } from './assignments.ts'

const archives = new Map<string, Buffer>()

/** A plugin with a real package, which links made here find. */
export async function packedPlugin(
  identifier: string,
  version = 1,
  files: Record<string, string> = { '__init__.py': '' }
): Promise<PluginEntry> {
  const archive = await packageOf(files, { id: identifier, version })
  const plugin = pluginEntry(1, identifier)
  plugin.manifest.timeout_seconds = 1
  archives.set(digestOf(archive), archive)
  return { ...plugin, version, digest: digestOf(archive) }
}

/** The same on a host. */
export function assigned(host: HostEntry, plugin: PluginEntry, given = {}): Assignment {
  return { ...assignment({ host: host.id }), host, plugin, arguments: given }
}

/** A host that is one of the mock agents: every address of 127.0.0.0/8 is another one. */
export function mockHost(mock: MockAgent, id: number, changes: Partial<HostEntry> = {}): HostEntry {
  return {
    ...hostEntry(id),
    ...{ address: `127.0.0.${id}`, port: mock.port, protocolVersion: null },
    certificatePem: mock.running.certificate.certificatePem,
    ...changes,
  }
}

/** A link that finds the packages made here, and what it was to remember. */
export function testLink(clock: Clock = systemClock) {
  const remembered: (AgentFacts & { host: number })[] = []
  const link = httpsAgentLink({
    clock,
    async packageOf({ digest }) {
      const archive = archives.get(digest)
      if (!archive) throw new Error('it is no longer stored')
      return { archive, signature: null }
    },
    remember: ({ id }, facts) => void remembered.push({ host: id, ...facts }),
  })
  return { link, remembered }
}

/** What a host answers to each of the assignments, in their order. */
export async function answersOf(
  link: AgentLink,
  host: HostEntry,
  assignments: Assignment[]
): Promise<PluginAnswer[]> {
  const answers = new Map<Assignment, PluginAnswer>()
  await link.run(host, assignments, (each, answer) => {
    if (answers.has(each)) throw new Error(`${each.key} was answered twice`)
    answers.set(each, answer)
  })
  return assignments.map((each) => {
    const answer = answers.get(each)
    if (!answer) throw new Error(`${each.key} was not answered`)
    return answer
  })
}
