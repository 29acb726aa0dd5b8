import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { eventually } from '../support/eventually.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const STARTS_WITHIN_MS = 60_000

/** `node ace core` as a process that tests end, stop and let go on. */
export class CoreProcess {
  readonly child: ChildProcess
  said = ''

  constructor(name: string, environment: Record<string, string>) {
    this.child = spawn(
      process.execPath,
      [join(ROOT, 'ace.js'), 'core', `--name=${name}`, '--json'],
      {
        env: { ...process.env, NODE_ENV: 'production', ...environment },
        stdio: ['ignore', 'pipe', 'pipe'],
      }
    )
    for (const stream of [this.child.stdout!, this.child.stderr!])
      stream.on('data', (chunk: Buffer) => (this.said += chunk.toString()))
  }

  get hasEnded() {
    return this.child.exitCode !== null || this.child.signalCode !== null
  }

  /** Waits until it says that it works, or waits for another one. */
  async untilIt(turn: 'working' | 'standby', deadlineMs = STARTS_WITHIN_MS) {
    const line = JSON.stringify({ core: turn })
    await eventually(`a core that is ${turn}`, () => this.#said(line), deadlineMs).catch(
      (error) => {
        throw new Error(`${error.message} It said: ${this.said}`)
      }
    )
  }

  #said(line: string): boolean {
    const isThere = this.said.includes(line)
    if (!isThere && this.hasEnded) throw new Error('It has ended.')
    return isThere
  }

  send(signal: NodeJS.Signals) {
    this.child.kill(signal)
  }

  /** Sends a signal unless it has ended. @returns the exit code, or the signal it died of */
  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | string | null> {
    if (!this.hasEnded) {
      const ended = once(this.child, 'exit')
      if (signal === 'SIGKILL') this.child.kill('SIGCONT')
      this.child.kill(signal)
      await ended
    }
    return this.child.exitCode ?? this.child.signalCode
  }

  /** What it holds in memory, in bytes. */
  memory(): number {
    const status = readFileSync(`/proc/${this.child.pid}/status`, 'utf8')
    return 1024 * Number(/^VmRSS:\s+(\d+)/m.exec(status)![1])
  }
}
