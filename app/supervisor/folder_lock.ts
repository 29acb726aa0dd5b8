import { linkSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { writePrivately } from './data_folder.ts'
import { identityOf, isRunning, type ProcessIdentity } from './process_identity.ts'
import { Trouble } from './trouble.ts'

interface Holder extends ProcessIdentity {
  address: string
}

/**
 * Lets one start at a time use a data folder. What a killed start left behind does not count.
 * @param path the lock file
 * @param address where the holder answers, told to whoever comes second
 * @throws Trouble when another start holds it
 */
export function lockFolder(path: string, address: string): { release(): void } {
  const holder = readHolder(path)
  if (holder && isRunning(holder)) {
    throw new Trouble(
      `Prophasis already runs on this data folder (process ${holder.pid}, ${holder.address}). ` +
        'Open that address, stop that process first, or choose another folder with PROPHASIS_DATA_DIR.'
    )
  }
  putAside(path, holder)
  const mine = `${path}.${process.pid}`
  writePrivately(mine, JSON.stringify({ ...identityOf(process.pid), address }))
  takePlace(mine, path)
  return { release: () => rmSync(path, { force: true }) }
}

/** Between looking and removing, somebody else may have taken the place: then it is given back. */
function putAside(path: string, stale: Holder | null) {
  const aside = `${path}.${process.pid}.old`
  try {
    renameSync(path, aside)
  } catch {
    return
  }
  const found = readHolder(aside)
  const isTheStaleOne = found?.pid === stale?.pid && found?.startedAt === stale?.startedAt
  if (!isTheStaleOne) renameSync(aside, path)
  rmSync(aside, { force: true })
}

/** A hard link is made by one only, even when two starts get here at the same moment. */
function takePlace(mine: string, path: string) {
  try {
    linkSync(mine, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    throw new Trouble(
      'Prophasis is just being started on this data folder by somebody else. Wait for that one.'
    )
  } finally {
    rmSync(mine, { force: true })
  }
}

function readHolder(path: string): Holder | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return null
  }
}
