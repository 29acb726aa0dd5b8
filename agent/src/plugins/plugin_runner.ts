import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { ArgumentError, checkArguments } from '../../protocol/check_arguments.ts'
import { checkResult, cleanText, ResultError } from '../../protocol/check_result.ts'
import type { PluginAnswer } from '../../protocol/result.ts'
import type { ArgumentValue } from '../../protocol/run.ts'
import { log } from '../log.ts'
import type { InstalledPlugin } from './installed_plugins.ts'
import { NodeRunner } from './node_runner.ts'
import type { PluginRun, RawOutcome } from './plugin_run.ts'
import { runExec } from './run_exec.ts'
import { runPython } from './run_python.ts'

/** Runs plugins, one at a time over the whole agent. */
export class PluginRunner {
  readonly #dataFolder: string
  readonly #owner: string
  readonly #node: NodeRunner
  readonly #stop = new AbortController()
  /** Plugins whose process the system cannot end (it hangs in the kernel); barred until it can. */
  readonly #stuck = new Set<string>()
  #idle: Promise<void> = Promise.resolve()
  #busy = false

  /** `owner`: the agent's id, carried by every process a plugin starts. */
  constructor(dataFolder: string, owner: string) {
    this.#dataFolder = dataFolder
    this.#owner = owner
    this.#node = new NodeRunner(owner)
  }

  get busy(): boolean {
    return this.#busy
  }

  /** Does `work` while no other work may run plugins; false at once when another does. */
  async alone(work: () => Promise<void>): Promise<boolean> {
    if (this.#busy || this.#stop.signal.aborted) return false
    this.#busy = true
    const done = work().finally(() => (this.#busy = false))
    this.#idle = done.catch(() => undefined)
    await done
    return true
  }

  /** Runs `plugin` once, inside `alone`. Whatever goes wrong is in the answer; it never rejects for it. */
  async run(
    plugin: InstalledPlugin,
    given: Record<string, ArgumentValue>,
    timeoutMs: number
  ): Promise<PluginAnswer> {
    const refusal = this.#refusal(plugin)
    if (refusal) return unsuccessful(refusal, 0)
    const started = process.hrtime.bigint()
    const durationMs = () => Math.round(Number(process.hrtime.bigint() - started) / 1e6)
    try {
      const args = checkArguments(plugin.manifest.arguments, given)
      const dataFolder = await this.#folderOf(plugin.manifest.id)
      const run = { plugin, args, timeoutMs, dataFolder, stop: this.#stop.signal }
      const outcome = await this.#runContained(run)
      return answerOf(outcome, timeoutMs, durationMs())
    } catch (error) {
      return unsuccessful(reasonOf(error), durationMs())
    }
  }

  /** Lets the running plugin finish within `graceMs`, then ends it and the runner. */
  async end(graceMs: number) {
    const timer = setTimeout(() => this.#stop.abort(), this.#busy ? graceMs : 0)
    await this.#idle
    clearTimeout(timer)
    this.#stop.abort()
    await this.#node.end()
  }

  #refusal({ manifest: { id, platforms } }: InstalledPlugin): string | null {
    if (this.#stuck.has(id)) {
      return 'An earlier run of this plugin hangs in the kernel and cannot be ended; it is not run again until then.'
    }
    if (platforms.length > 0 && !platforms.includes(process.platform)) {
      return `The plugin runs on ${platforms.join(', ')} only; this machine is ${process.platform}.`
    }
    return null
  }

  async #folderOf(id: string): Promise<string> {
    const folder = join(this.#dataFolder, 'plugin-data', id)
    await mkdir(folder, { recursive: true, mode: 0o700 })
    return folder
  }

  async #runContained(run: PluginRun): Promise<RawOutcome> {
    const { id, runtime } = run.plugin.manifest
    const runs = { node: () => this.#node.run(run), python: runPython, exec: runExec }
    const { outcome, hanging } = await runs[runtime](run, this.#owner)
    if (hanging) {
      this.#stuck.add(id)
      void hanging.gone.then(() => this.#stuck.delete(id))
    }
    return outcome
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof ArgumentError || error instanceof ResultError) return error.message
  // A full disk, say: the core gets to know the reason too, and the other plugins go on.
  const message = error instanceof Error ? error.message : String(error)
  log(`a plugin could not be run: ${message}`)
  return `The agent could not run the plugin: ${message}`
}

function unsuccessful(message: string, durationMs: number): PluginAnswer {
  const type = 'command_unsuccessful'
  return { type, value: null, message: cleanText(message), metrics: [], durationMs }
}

function answerOf(outcome: RawOutcome, timeoutMs: number, durationMs: number): PluginAnswer {
  if (outcome.kind === 'failure') return unsuccessful(outcome.message, durationMs)
  if (outcome.kind === 'answer') {
    return { type: 'plugin', ...checkResult(outcome.answer), durationMs }
  }
  const message = `The plugin did not answer within ${timeoutMs / 1000} s and was ended.`
  return { type: 'plugin_timeout', value: null, message, metrics: [], durationMs }
}
