import { existsSync, readdirSync, readlinkSync, realpathSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Trouble } from './trouble.ts'

const ORPHANS_DEADLINE_MS = 10_000

/**
 * Makes room for a new postmaster after one that was killed. Its children end by themselves, and must have. Then its
 * marks may go: PostgreSQL would take a dead process that nobody has reaped yet for a living one.
 * @throws Trouble when some of its children do not end
 */
export async function clearAway(dataFolder: string, socketFolder: string): Promise<void> {
  const deadline = performance.now() + ORPHANS_DEADLINE_MS
  while (orphansOf(dataFolder).length > 0) {
    if (performance.now() > deadline)
      throw new Trouble(
        `Processes of the last database still run in ${dataFolder}: ${orphansOf(dataFolder).join(', ')}. End them first.`
      )
    await pause(50)
  }
  const marks = [join(dataFolder, 'postmaster.pid'), join(socketFolder, '.s.PGSQL.5432.lock')]
  for (const mark of marks) rmSync(mark, { force: true })
}

/** Processes at work in the data folder; a dead one works nowhere. */
function orphansOf(dataFolder: string): string[] {
  if (!existsSync('/proc/self')) return []
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name) && worksIn(name, dataFolder))
}

function worksIn(pid: string, folder: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(folder)
  } catch {
    return false
  }
}
