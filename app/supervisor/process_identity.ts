import { readdirSync, readFileSync } from 'node:fs'

/** A process, told apart from a later one that was given the same number. */
export interface ProcessIdentity {
  pid: number
  /** When it started, in clock ticks since boot; empty where /proc does not say. */
  startedAt: string
}

/** @returns who runs under this number now */
export function identityOf(pid: number): ProcessIdentity {
  return { pid, startedAt: startTimeOf(pid) }
}

/** @returns whether exactly that process still runs (a zombie does not) */
export function isRunning({ pid, startedAt }: ProcessIdentity): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  return startTimeOf(pid) === startedAt && !isZombie(pid)
}

function startTimeOf(pid: number): string {
  return statFields(pid)[19] ?? ''
}

/** One that was killed is called so while other threads of it still end, and hold its port as long. */
function isZombie(pid: number): boolean {
  return statFields(pid)[0] === 'Z' && countThreads(pid) <= 1
}

function countThreads(pid: number): number {
  try {
    return readdirSync(`/proc/${pid}/task`).length
  } catch {
    return 0
  }
}

/** The fields of /proc/PID/stat from the third on; the second may hold any character and is skipped. */
function statFields(pid: number): string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  } catch {
    return []
  }
}
