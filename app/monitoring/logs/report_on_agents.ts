import { UNREACHABLE_TYPES, type PluginAnswer } from '../../../agent/protocol/result.ts'
import type { AgentLink } from '../agent_link/agent_link.ts'
import type { Assignment } from '../configuration/configuration.ts'
import type { SystemLog } from './system_log.ts'

/** Writes a line when what an agent or a plugin answers changes in kind: one per change, not one per occurrence. */
export function reportOnAgents(link: AgentLink, log: SystemLog): AgentLink {
  const last = new Map<string, string>()

  function report(assignment: Assignment, answer: PluginAnswer) {
    const { host, plugin } = assignment
    const isHostTrouble = UNREACHABLE_TYPES.includes(answer.type)
    const key = isHostTrouble ? `host:${host.id}` : assignment.key
    const text = answer.type === 'plugin' ? '' : answer.message
    const ended = isHostTrouble ? '' : (last.get(`host:${host.id}`) ?? '')
    if (ended !== '') {
      last.delete(`host:${host.id}`)
      log.write({
        category: 'agent',
        level: 'info',
        message: `${host.name} answers again.`,
        hostId: host.id,
      })
    }
    if ((last.get(key) ?? '') === text) return
    last.set(key, text)
    const what = isHostTrouble ? host.name : `${plugin.name} on ${host.name}`
    const message = text === '' ? `${what} works again.` : `${what}: ${text}`
    const level = text === '' ? 'info' : 'warning'
    log.write({ category: 'agent', level, message, hostId: host.id, pluginId: plugin.id })
  }

  return {
    run: (host, assignments, onAnswer) =>
      link.run(host, assignments, (assignment, answer) => {
        report(assignment, answer)
        onAnswer(assignment, answer)
      }),
    forgetAllBut: (hosts) => link.forgetAllBut(hosts),
    stop: () => link.stop(),
  }
}
