import { randomUUID } from 'node:crypto'
import { dirname } from 'node:path'
import type { Duplex } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { readAnswerLines } from './answer_lines.ts'
import { OutputTail } from './bounded_output.ts'
import { ContainedProcess } from './contained_process.ts'
import { endOfRun, TOO_MUCH } from './end_of_run.ts'
import { endMarked } from './end_processes.ts'
import { failure, type EndedRun, type PluginRun, type RawOutcome } from './plugin_run.ts'
import { resolvable } from './resolvable.ts'
import { outcomeOf } from './run_python.ts'

/** Beside the bundle. */
const RUNNER = fileURLToPath(new URL('./runner.js', import.meta.url))
const MEMORY_MIB = 128
const CHANNEL_FD = 3
const START_WITHIN_MS = 15_000
/** Set by the runner for the time of a run, so that what that run started can be told from the rest. */
const RUN_MARKER = 'PROPHASIS_RUN'

/**
 * The process that node plugins run in. It stays between runs, so that a plugin can keep what it knows from
 * the run before in its module; after a time-out, a crash or too much output it is replaced.
 */
export class NodeRunner {
  readonly #owner: string
  #kept: RunnerProcess | null = null

  constructor(owner: string) {
    this.#owner = owner
  }

  async run(run: PluginRun): Promise<EndedRun> {
    if (!this.#kept?.contained.running) this.#kept = new RunnerProcess(this.#owner, run)
    const runner = this.#kept
    const token = randomUUID()
    const outcome = await runner.run(run, token)
    if (runner.usable) {
      await endMarked(`${RUN_MARKER}=${token}\0`)
      return { outcome, hanging: null }
    }
    this.#kept = null
    return { outcome, ...(await runner.contained.end()) }
  }

  async end() {
    await this.#kept?.contained.end()
    this.#kept = null
  }
}

class RunnerProcess {
  readonly contained: ContainedProcess
  readonly #channel: Duplex
  readonly #stderr: OutputTail
  readonly #ready = resolvable<void>()
  #answered = false
  /** Ends the current run. One listener for the life of the process: nothing piles up run after run. */
  #settle: (outcome: RawOutcome) => void = () => undefined

  constructor(owner: string, { plugin, dataFolder }: PluginRun) {
    const heap = `--max-old-space-size=${MEMORY_MIB}`
    this.contained = new ContainedProcess({
      owner,
      command: process.execPath,
      args: [heap, '--max-semi-space-size=1', RUNNER],
      folder: dirname(dirname(plugin.folder)),
      home: dirname(dataFolder),
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    })
    const tooMuch = () => this.#settle(failure(TOO_MUCH))
    this.#channel = this.contained.child.stdio[CHANNEL_FD] as Duplex
    this.#stderr = new OutputTail(this.contained.child.stderr!, tooMuch)
    readAnswerLines(this.#channel, this.#onLine, tooMuch)
    this.#watchForEnd()
  }

  /** Whether it can take the next run. */
  get usable(): boolean {
    return this.#answered && this.contained.running
  }

  async run(run: PluginRun, token: string): Promise<RawOutcome> {
    const { promise, resolve } = resolvable<RawOutcome>()
    this.#answered = false
    this.#settle = resolve
    this.#stderr.restart()
    const start = setTimeout(() => {
      resolve(failure('The process that runs plugins did not start in time.'))
    }, START_WITHIN_MS)
    await Promise.race([this.#ready.promise, promise])
    // Starting was not the plugin's time; from here on it is.
    clearTimeout(start)
    if (this.contained.running) this.#channel.write(`${JSON.stringify(requestOf(run, token))}\n`)
    const outcome = await endOfRun(run, this.contained.child.pid, [promise])
    this.#settle = () => undefined
    return outcome
  }

  readonly #onLine = (json: unknown) => {
    if ((json as { ready?: unknown } | undefined)?.ready === true) return this.#ready.resolve()
    this.#answered = (json as { last?: unknown } | undefined)?.last !== true
    this.#settle(outcomeOf(json))
  }

  #watchForEnd() {
    const closed = new Promise((resolve) => this.#channel.once('close', resolve))
    void this.contained.exited.then(async (how) => {
      await closed
      const message = `The plugin ended the process it runs in: ${how}. ${this.#stderr.text}`
      this.#settle(failure(message.trim()))
    })
  }
}

function requestOf(run: PluginRun, token: string) {
  const { plugin, args, timeoutMs, dataFolder } = run
  return { folder: plugin.folder, args, timeoutMs, dataFolder, token }
}
