import type { Clock } from '../clock.ts'
import type { Assignment, HostEntry, PluginEntry } from '../configuration/configuration.ts'
import { AgentRefusal, failure, UnknownPath, type AgentLink, type OnAnswer } from './agent_link.ts'
import { noAgent, versionChooser, type Remember } from './choose_version.ts'
import { connectTo, isFor, whereIs, type Connection } from './connection.ts'
import { explainError } from './explain_error.ts'
import { packagesBy, type Package } from './packages.ts'
import { speakVersion1 } from './speak_version1.ts'
import { speakVersion2 } from './speak_version2.ts'

/** What the link takes from the core. */
export interface LinkParts {
  clock: Clock
  /** Reads the archive of the version an agent lacks. */
  packageOf(plugin: PluginEntry): Promise<Package>
  /** Is told what an agent says of itself: when it is asked for the first time, and at most once an hour. */
  remember: Remember
}

/** Speaks to agents in the version of the protocol each of them knows: one kept connection per host. */
export function httpsAgentLink({ clock, packageOf, remember }: LinkParts): AgentLink {
  const connections = new Map<number, Connection>()
  const packages = packagesBy(packageOf)
  const versions = versionChooser(clock, remember)

  return {
    async run(host, assignments, onAnswer) {
      const open = new Set(assignments)
      const settle: OnAnswer = (assignment, answer) => {
        if (open.delete(assignment)) onAnswer(assignment, answer)
      }
      try {
        const connection = connectionTo(host)
        await runOn(connection, host, open, settle)
        versions.refreshAbout(host, connection)
      } catch (error) {
        const answer = explainError(error, whereIs(host))
        for (const assignment of open) settle(assignment, answer)
      }
      for (const assignment of open)
        settle(
          assignment,
          failure('request_error', 'The agent ended its answer before this plugin had its turn.')
        )
    },

    forgetAllBut(hosts) {
      const known = new Map(hosts.map((host) => [host.id, host]))
      for (const [id, connection] of connections) {
        const host = known.get(id)
        if (!host || !isFor(host, connection)) drop(id)
      }
    },

    async stop() {
      for (const id of [...connections.keys()]) drop(id)
      await versions.stop()
    },
  }

  /** An agent that does not know the path has been exchanged for one of the other version: it is asked once more. */
  async function runOn(
    connection: Connection,
    host: HostEntry,
    open: ReadonlySet<Assignment>,
    settle: OnAnswer
  ) {
    const version = await versions.versionOf(host, connection)
    if (await speaks(version, connection, [...open], settle)) return
    const other = await versions.ask(host, connection)
    if (other !== version && (await speaks(other, connection, [...open], settle))) return
    // Perhaps a proxy without its agent: when that is back, nothing may be believed that was learned meanwhile.
    connection.protocolVersion = null
    throw new AgentRefusal(noAgent(404))
  }

  /** @returns false when the agent does not know that version of the protocol */
  async function speaks(
    version: 1 | 2,
    connection: Connection,
    assignments: readonly Assignment[],
    settle: OnAnswer
  ): Promise<boolean> {
    try {
      if (version === 1) await speakVersion1(connection, assignments, settle, { packages, clock })
      else await speakVersion2(connection, assignments, settle, packages)
      return true
    } catch (error) {
      if (error instanceof UnknownPath) return false
      throw error
    }
  }

  function connectionTo(host: HostEntry): Connection {
    const kept = connections.get(host.id)
    if (kept && isFor(host, kept) && !kept.client.destroyed) return kept
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
}
