import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { UserError } from '../user_error.ts'

const LOCK_NAME = 'agent.lock'
/** Field of /proc/PID/stat, counted after the command's closing bracket: when the process started. */
const START_TIME_FIELD = 19

/**
 * Makes this process the only agent of `folder`; returns how to give it back. A lock left by a process that is
 * gone is taken over. Throws a `UserError` when another agent runs there.
 */
export function claimFolder(folder: string): () => void {
  const path = join(folder, LOCK_NAME)
  const holder = lockOf(process.pid)
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      writeFileSync(path, holder, { flag: 'wx', mode: 0o640 })
      return () => rmSync(path, { force: true })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw notWritable(folder, error)
      refuseWhileHeld(path)
      rmSync(path, { force: true })
    }
  }
  throw new UserError(`Another agent has just started with ${folder}; stop it or use its folder.`)
}

function refuseWhileHeld(path: string) {
  const held = readFileSync(path, 'utf8')
  const pid = Number.parseInt(held, 10)
  if (!(pid > 0) || lockOf(pid) !== held) return
  throw new UserError(`An agent already runs from this folder (process ${pid}); stop it first.`)
}

/** Number and start time of a process: a number alone may long belong to somebody else. */
function lockOf(pid: number): string {
  return `${pid} ${startTimeOf(pid)}\n`
}

function startTimeOf(pid: number): string {
  if (process.platform !== 'linux') return isAlive(pid) ? 'alive' : 'gone'
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const facts = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    // Dead, and not yet reaped by whoever started it.
    return facts[0] === 'Z' ? 'gone' : (facts[START_TIME_FIELD] ?? 'gone')
  } catch {
    return 'gone'
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function notWritable(folder: string, error: unknown): UserError {
  return new UserError(`The folder ${folder} cannot be written: ${(error as Error).message}`)
}
