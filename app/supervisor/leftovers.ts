import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { killGroup } from './child.ts'
import { writePrivately } from './data_folder.ts'
import { identityOf, isRunning, type ProcessIdentity } from './process_identity.ts'

/** Writes down which processes this start has made, for the next one to find if this one is killed. */
export function rememberChildren(path: string, pids: (number | undefined)[]) {
  const known = pids.filter((pid) => pid !== undefined).map((pid) => identityOf(pid))
  writePrivately(path, JSON.stringify(known))
}

/** Ends what a killed start has left running, with all its own children. @returns how many there were */
export async function endLeftovers(path: string): Promise<number> {
  const left = readChildren(path).filter((child) => isRunning(child))
  for (const { pid } of left) killGroup(pid)
  while (left.some((child) => isRunning(child))) await pause(20)
  return left.length
}

function readChildren(path: string): ProcessIdentity[] {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return []
  }
}
