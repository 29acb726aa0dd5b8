import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'

const FIRST_RESTART_MS = 1000
const LAST_RESTART_MS = 30_000
/** A child that lived this long may be restarted quickly again. */
const HEALTHY_AFTER_MS = 60_000

/** A long-lived child in a process group of its own, started again when it ends on its own. */
export interface SupervisedChild {
  readonly pid: number | undefined
  /** Asks it to end, and ends its whole group when it does not within the deadline. */
  stop(deadlineMs: number): Promise<void>
}

/**
 * @param what its name in messages
 * @param start makes the process
 * @param onStart is told of every new process
 */
export function keepRunning(
  what: string,
  start: () => ChildProcess,
  onStart: (child: ChildProcess) => void
): SupervisedChild {
  let child = launch()
  let isStopping = false
  let delayMs = FIRST_RESTART_MS

  function launch(): ChildProcess {
    const startedAt = performance.now()
    const fresh = start()
    fresh.once('exit', (code, signal) => void restart(startedAt, code, signal))
    fresh.once('error', () => undefined)
    onStart(fresh)
    return fresh
  }

  async function restart(startedAt: number, code: number | null, signal: string | null) {
    if (isStopping) return
    if (performance.now() - startedAt > HEALTHY_AFTER_MS) delayMs = FIRST_RESTART_MS
    console.error(
      `  ${what} ended (${signal ?? `code ${code}`}); it is started again in ${delayMs / 1000} s.`
    )
    await pause(delayMs)
    delayMs = Math.min(delayMs * 2, LAST_RESTART_MS)
    if (!isStopping) child = launch()
  }

  return {
    get pid() {
      return child.pid
    },
    async stop(deadlineMs) {
      isStopping = true
      await endGroup(child, deadlineMs)
    },
  }
}

/** Starts a program in a process group of its own, so that Ctrl-C reaches the supervisor alone. */
export function spawnInGroup(
  command: string,
  words: string[],
  options: SpawnOptions
): ChildProcess {
  return spawn(command, words, { ...options, detached: true })
}

/** SIGTERM to the leader, SIGKILL to whatever of the group is left at the deadline. */
export async function endGroup(child: ChildProcess, deadlineMs: number) {
  if (child.pid === undefined) return
  const ended = new Promise<void>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve()
    else child.once('exit', () => resolve())
  })
  child.kill('SIGTERM')
  await Promise.race([ended, pause(deadlineMs, undefined, { ref: false })])
  killGroup(child.pid)
}

/** Ends every process of a group at once; one that is gone already is fine. */
export function killGroup(leader: number) {
  try {
    process.kill(-leader, 'SIGKILL')
  } catch {
    // Nobody is left in it.
  }
}
