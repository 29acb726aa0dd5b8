import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { makeCertificate } from '../agent/src/config/certificate.ts'
import type { Fleet, Grid } from './fleet.ts'
import type { LatenessSummary } from './lateness.ts'

export type ToSimulator =
  | { start: Fleet & { cert: string; key: string } }
  | { grid: Grid }
  | { window: { from: number; to: number } }
  | { hang: number[] }
  | { trip: number[] }
  | { report: true }

/** A host has answered otherwise than before, because it was told to. */
export interface Changed {
  host: number
  isBad: boolean
  /** Milliseconds since 1970. */
  at: number
}

export type FromSimulator = { port: number } | { lateness: LatenessSummary } | { changed: Changed }

/** The process that answers for all hosts. */
export class SimulatedAgents {
  readonly changes: Changed[] = []
  readonly certificatePem: string
  port = 0
  readonly #child: ChildProcess

  private constructor(fleet: Fleet) {
    const { certificatePem: cert, privateKeyPem: key } = makeCertificate(['127.0.0.1'], new Date())
    this.certificatePem = cert
    const program = fileURLToPath(new URL('simulator.ts', import.meta.url))
    this.#child = fork(program, [], { execArgv: ['--import=@poppinss/ts-exec'] })
    this.#child.on('message', (message: FromSimulator) => {
      if ('changed' in message) this.changes.push(message.changed)
    })
    this.tell({ start: { ...fleet, cert, key } })
  }

  static async start(fleet: Fleet): Promise<SimulatedAgents> {
    const agents = new SimulatedAgents(fleet)
    agents.port = (await agents.#answer('port')).port
    return agents
  }

  tell(message: ToSimulator) {
    this.#child.send(message)
  }

  /** @returns how late plugins were started in the window that was told last */
  async lateness(): Promise<LatenessSummary> {
    this.tell({ report: true })
    return (await this.#answer('lateness')).lateness
  }

  async stop() {
    if (this.#child.exitCode !== null) return
    const ended = once(this.#child, 'exit')
    this.#child.disconnect()
    await ended
  }

  async #answer<Key extends 'port' | 'lateness'>(key: Key) {
    for (;;) {
      const [message] = (await once(this.#child, 'message')) as [FromSimulator]
      if (key in message) return message as Extract<FromSimulator, Record<Key, unknown>>
    }
  }
}
