import { existsSync, mkdirSync, openSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'

const MOST_BYTES = 10_000_000

/**
 * Opens the file a child writes what it says into. A file that has grown large is put aside first, in place of the one
 * put aside before, so that logs never fill the disk from start to start.
 * @param folder made when it is missing
 * @returns a descriptor for the child's standard output and error
 */
export function openLog(folder: string, name: string): number {
  mkdirSync(folder, { recursive: true })
  const path = join(folder, `${name}.log`)
  if (existsSync(path) && statSync(path).size > MOST_BYTES) renameSync(path, `${path}.old`)
  return openSync(path, 'a', 0o600)
}
