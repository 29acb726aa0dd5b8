import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { endGroup, endMarked } from './end_processes.ts'
import type { EndedRun } from './plugin_run.ts'

const SETPRIV = '/usr/bin/setpriv'
const END_WITHIN_MS = 2000
const SYSTEM_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'
/** In the environment of every process a plugin may start, `OWNER.ID`: how its stray children are found. */
const MARKER = 'PROPHASIS_CONTAINED'

export interface ContainedStart {
  /** The agent's id: what an earlier, killed agent left is recognised by it. */
  owner: string
  command: string
  args: string[]
  folder: string
  /** HOME of the process. */
  home: string
  stdio: StdioOptions
}

/**
 * A process that can be ended with all it started: it leads a process group of its own, and whoever leaves
 * that group is found by a marker in the environment.
 */
export class ContainedProcess {
  readonly child: ChildProcess
  /** Resolves with a sentence on how it ended. Never rejects. */
  readonly exited: Promise<string>
  readonly #marker: string
  #running = true

  constructor({ owner, command, args, folder, home, stdio }: ContainedStart) {
    const [file, ...rest] = withDeathSignal([command, ...args])
    this.#marker = `${owner}.${randomUUID()}`
    const env = { ...cleanEnvironment(home), [MARKER]: this.#marker }
    this.child = spawn(file!, rest, { cwd: folder, env, stdio, detached: true })
    this.exited = new Promise((resolve) => {
      this.child.once('error', (error) => resolve(`it could not be started: ${error.message}`))
      this.child.once('exit', (code, signal) => resolve(endSentence(code, signal)))
    })
    void this.exited.then(() => (this.#running = false))
  }

  get running(): boolean {
    return this.#running
  }

  /** Ends everything it started and, if it still runs, itself. */
  endStrays(): Promise<void> {
    endGroup(this.child)
    return endMarked(`${MARKER}=${this.#marker}\0`)
  }

  /** The same, and waits until it is gone. */
  async end(): Promise<Pick<EndedRun, 'hanging'>> {
    await this.endStrays()
    const late = new Promise<void>((resolve) => setTimeout(resolve, END_WITHIN_MS).unref())
    await Promise.race([this.exited, late])
    for (const stream of this.child.stdio) stream?.destroy()
    return { hanging: this.#running ? { gone: this.exited } : null }
  }
}

/** Ends what plugins of this agent left behind when it was killed. Only while no other agent has its folder. */
export function endLeftovers(owner: string): Promise<void> {
  return endMarked(`${MARKER}=${owner}.`)
}

/** Nothing of the agent's own environment reaches a plugin but the PATH. */
export function cleanEnvironment(home: string): Record<string, string> {
  const path = [...SYSTEM_PATH.split(':'), ...(process.env.PATH ?? '').split(':')]
  return { PATH: [...new Set(path.filter(Boolean))].join(':'), LANG: 'C', HOME: home }
}

/** Where the kernel can do it, the process dies with the agent even if it never looks up from its work. */
function withDeathSignal(command: string[]): string[] {
  if (process.platform !== 'linux' || !existsSync(SETPRIV)) return command
  return [SETPRIV, '--pdeathsig', 'KILL', '--', ...command]
}

function endSentence(code: number | null, signal: NodeJS.Signals | null): string {
  return signal === null ? `it ended with exit code ${code}` : `it was ended by ${signal}`
}
