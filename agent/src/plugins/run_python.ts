import { accessSync, constants } from 'node:fs'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { readAnswerLines } from './answer_lines.ts'
import { BoundedOutput } from './bounded_output.ts'
import { cleanEnvironment, ContainedProcess } from './contained_process.ts'
import { endOfRun, overflowed } from './end_of_run.ts'
import { failure, type EndedRun, type PluginRun, type RawOutcome } from './plugin_run.ts'
import { resolvable } from './resolvable.ts'

/** Beside the bundle. */
const RUNNER = fileURLToPath(new URL('./python/run_plugin.py', import.meta.url))
const ANSWER_FD = 3

/** Runs a Python package in an interpreter of its own, 2016 packages as they are. */
export async function runPython(run: PluginRun, owner: string): Promise<EndedRun> {
  const python = findPython(cleanEnvironment('').PATH!)
  if (!python) {
    return { outcome: failure('Python 3 is not installed on this machine.'), hanging: null }
  }
  const contained = new ContainedProcess({
    owner,
    command: python,
    args: ['-I', '-B', RUNNER],
    folder: run.plugin.folder,
    home: run.dataFolder,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  })
  const outcome = await endOfRun(run, contained.child.pid, outcomesOf(contained, run))
  return { outcome, ...(await contained.end()) }
}

function outcomesOf(contained: ContainedProcess, run: PluginRun): Promise<RawOutcome>[] {
  const stderr = new BoundedOutput(contained.child.stderr!)
  const channel = contained.child.stdio[ANSWER_FD] as Duplex
  const answered = resolvable<RawOutcome>()
  const full = resolvable<void>()
  readAnswerLines(
    channel,
    (json) => answered.resolve(outcomeOf(json)),
    () => full.resolve()
  )
  // Left open: the interpreter ends itself when its end closes, that is when the agent dies.
  channel.write(`${JSON.stringify({ folder: run.plugin.folder, args: run.args })}\n`)
  const closed = new Promise((resolve) => channel.once('close', resolve))
  const ended = contained.exited.then(async (how) => {
    // The answer may still be in the pipe when the exit is reported.
    await closed
    return failure(`The plugin gave no answer: ${how}. ${stderr.tail}`.trim())
  })
  return [answered.promise, ended, overflowed(full.promise), overflowed(stderr.overflow)]
}

/** What a runner says: `{answer}` or `{failure}`; with `last` it ends after that. */
export function outcomeOf(json: unknown): RawOutcome {
  const { answer, failure: message } = (json ?? {}) as { answer?: unknown; failure?: unknown }
  if (typeof message === 'string') return failure(message)
  if (answer === undefined) return failure('The plugin broke the line to its runner.')
  return { kind: 'answer', answer }
}

function findPython(path: string): string | undefined {
  const candidates = path.split(':').map((folder) => join(folder, 'python3'))
  return candidates.find((candidate) => {
    try {
      accessSync(candidate, constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}
