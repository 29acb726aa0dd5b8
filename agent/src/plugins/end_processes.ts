import type { ChildProcess } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'

const PROC = '/proc'
const MOST_SWEEPS = 20
const BETWEEN_SWEEPS_MS = 10

/** Ends `child` and its whole process group, at once. */
export function endGroup(child: ChildProcess) {
  if (child.pid === undefined) return
  if (process.platform === 'win32') child.kill('SIGKILL')
  else kill(-child.pid)
}

/**
 * Ends every process with `marker` (`NAME=value`, closed by NUL unless it is a prefix) in the environment it
 * was started with, `setsid` or not.
 * Repeated until none is left: one may be forking while we look.
 */
export async function endMarked(marker: string) {
  if (process.platform !== 'linux') return
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep += 1) {
    const found = marked(marker)
    if (found.length === 0) return
    found.forEach(kill)
    await pause(BETWEEN_SWEEPS_MS)
  }
}

function marked(marker: string): number[] {
  const needle = Buffer.from(marker)
  return readdirSync(PROC)
    .map(Number)
    .filter((pid) => pid > 1 && pid !== process.pid && environmentOf(pid).includes(needle))
}

/** Empty for a process that is gone, a zombie or another user's. */
function environmentOf(pid: number): Buffer {
  try {
    return readFileSync(`${PROC}/${pid}/environ`)
  } catch {
    return Buffer.alloc(0)
  }
}

function kill(pid: number) {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It ended by itself meanwhile.
  }
}
