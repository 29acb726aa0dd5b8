import type { ChildProcess } from 'node:child_process'
import { rememberChildren } from './leftovers.ts'

export interface Family {
  add(child: ChildProcess): void
  /** Tries again what could not be written; nothing to do otherwise. */
  write(): void
}

/**
 * Keeps the list of living children on disk, for the next start if this one is killed. A disk that takes no list is no
 * reason to end: it is written once there is space.
 */
export function keepFamily(path: string): Family {
  const living = new Set<ChildProcess>()
  let isWritten = true

  function write() {
    if (isWritten) return
    try {
      rememberChildren(
        path,
        [...living].map((each) => each.pid)
      )
      isWritten = true
    } catch {
      // The next look tries again.
    }
  }

  return {
    add(child) {
      living.add(child)
      child.once('exit', () => living.delete(child))
      isWritten = false
      write()
    },
    write,
  }
}
