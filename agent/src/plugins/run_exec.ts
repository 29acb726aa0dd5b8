import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { BoundedOutput } from './bounded_output.ts'
import { ContainedProcess } from './contained_process.ts'
import { endOfRun, overflowed } from './end_of_run.ts'
import { failure, type EndedRun, type PluginRun, type RawOutcome } from './plugin_run.ts'

const DRAIN_MS = 1000

/**
 * Runs the file `run` of an exec package: arguments as `--name=value`, one JSON object on its stdout.
 * No shell comes near it.
 */
export async function runExec(run: PluginRun, owner: string): Promise<EndedRun> {
  const args = Object.entries(run.args).map(([name, value]) => `--${name}=${value}`)
  const contained = new ContainedProcess({
    owner,
    command: join(run.plugin.folder, 'run'),
    args,
    folder: run.plugin.folder,
    home: run.dataFolder,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const stdout = new BoundedOutput(contained.child.stdout!)
  const stderr = new BoundedOutput(contained.child.stderr!)
  const ended = contained.exited.then((how) => outcomeOf(contained, how, stdout, stderr))
  const outcomes = [ended, overflowed(stdout.overflow), overflowed(stderr.overflow)]
  const outcome = await endOfRun(run, contained.child.pid, outcomes)
  return { outcome, ...(await contained.end()) }
}

async function outcomeOf(
  contained: ContainedProcess,
  how: string,
  stdout: BoundedOutput,
  stderr: BoundedOutput
): Promise<RawOutcome> {
  await contained.endStrays()
  await drained(contained.child.stdout!)
  if (contained.child.exitCode !== 0) {
    return failure(`The plugin failed: ${how}. ${stderr.tail}`.trim())
  }
  try {
    return { kind: 'answer', answer: JSON.parse(stdout.text) }
  } catch {
    return failure('The plugin must print one JSON object {"value", "message", "metrics"}.')
  }
}

/** All that was written before the exit; a stray that got away and keeps the pipe open is not waited for. */
function drained(stream: Readable): Promise<void> {
  if (stream.readableEnded || stream.destroyed) return Promise.resolve()
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, DRAIN_MS)
    stream.once('close', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
