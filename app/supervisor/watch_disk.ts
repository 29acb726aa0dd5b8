import { DISK_FULL, isDiskFull, tendReserve } from './disk_space.ts'

const LOOK_MS = 1000

/**
 * Looks after the space that the database needs to stay readable, and says in the window when the disk becomes full and
 * when there is space again.
 * @param afterLook called after every look
 * @returns what ends it
 */
export function watchDisk(dataFolder: string, afterLook: () => void): () => void {
  let wasFull = false
  const look = () => {
    try {
      tendReserve(dataFolder)
    } catch {
      // No space for it after all; the next look tries again.
    }
    const isFull = isDiskFull(dataFolder)
    if (isFull !== wasFull) console.error(isFull ? `  ${DISK_FULL}` : '  There is space again.')
    wasFull = isFull
    afterLook()
  }
  look()
  const watch = setInterval(look, LOOK_MS).unref()
  return () => clearInterval(watch)
}
