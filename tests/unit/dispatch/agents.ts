import type { PluginAnswer } from '../../../agent/protocol/result.ts'
import type { AgentLink, OnAnswer } from '../../../app/monitoring/agent_link/agent_link.ts'
import type { Assignment, HostEntry } from '../../../app/monitoring/configuration/configuration.ts'
import { answer } from '../../support/assignments.ts'

/** One request that an agent was sent and has not ended. */
export interface OpenRequest {
  host: number
  assignments: readonly Assignment[]
  /** One plugin has ended. */
  answer(position: number, changes?: Partial<PluginAnswer>): void
  /** All that is open ends, and with it the request. */
  end(): void
}

/** Agents in memory: they take every request, and answer when the test says so. */
export class Agents implements AgentLink {
  readonly requests: OpenRequest[] = []

  run(host: HostEntry, assignments: readonly Assignment[], onAnswer: OnAnswer): Promise<void> {
    const open = new Set(assignments)
    return new Promise((resolve) => {
      const answerOne = (position: number, changes: Partial<PluginAnswer> = {}) => {
        if (open.delete(assignments[position])) onAnswer(assignments[position], answer(changes))
      }
      this.requests.push({
        ...{ host: host.id, assignments, answer: answerOne },
        end() {
          for (const position of assignments.keys()) answerOne(position)
          resolve()
        },
      })
    })
  }

  forgetAllBut() {}

  async stop() {}
}
