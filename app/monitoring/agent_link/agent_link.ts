import type { ResultType } from '../../../agent/protocol/result.ts'
import type { PluginAnswer } from '../../../agent/protocol/result.ts'
import type { Assignment, HostEntry } from '../configuration/configuration.ts'

/** The way to the agents. A simulation gives its own. */
export interface AgentLink {
  /**
   * Runs the plugins one after another on one host. Never throws: what goes wrong is an answer.
   * @param onAnswer is called once per assignment, as soon as its plugin has ended
   */
  run(host: HostEntry, assignments: readonly Assignment[], onAnswer: OnAnswer): Promise<void>
  /** Closes the connections to hosts that are gone or have changed. */
  forgetAllBut(hosts: readonly HostEntry[]): void
  stop(): Promise<void>
}

export type OnAnswer = (assignment: Assignment, answer: PluginAnswer) => void

/** @returns an attempt that brought no data, and why in a sentence */
export function failure(type: Exclude<ResultType, 'plugin'>, message: string): PluginAnswer {
  return { type, value: null, message, metrics: [], durationMs: 0 }
}

/** The agent was reached and will not do what it was asked: the answer of everything that is still open. */
export class AgentRefusal extends Error {
  constructor(readonly answer: PluginAnswer) {
    super(answer.message)
  }
}

/** The agent does not know the path: it speaks the other version of the protocol. */
export class UnknownPath extends Error {}
