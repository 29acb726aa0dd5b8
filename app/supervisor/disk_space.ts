import { closeSync, existsSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'

const MEGABYTE = 1_000_000
/**
 * Kept back while there is space, and given to the database once others have filled the disk: without any, it cannot
 * even take a new connection, and pages could not be read.
 */
const RESERVE_BYTES = 48 * MEGABYTE
/** With less than this beside the reserve, the disk counts as full. */
const FULL_BELOW_BYTES = 16 * MEGABYTE
/** The reserve is made again once there is this much more than it takes. */
const ROOM_FOR_RESERVE_BYTES = 64 * MEGABYTE

/** Below this nothing is stored any more, so that what is left of the reserve is there for reading. */
const STORE_ABOVE_BYTES = 24 * MEGABYTE

/** What to say of a full disk, to everybody: without a path. */
export const DISK_FULL =
  'The disk is full, so results are stored for a short time only, or not at all. ' +
  'Make room on the computer that runs Prophasis; then everything goes on by itself.'

/** What PostgreSQL, and the system, say when there is no space. */
const FULL_CODES = ['53100', 'ENOSPC', 'EDQUOT']

/** @returns whether something failed because there was no space */
export function isAboutFullDisk(error: unknown): boolean {
  return FULL_CODES.includes((error as { code?: string } | null)?.code ?? '')
}

/** There is too little space to store anything. */
export class NoSpace extends Error {
  readonly code = 'ENOSPC'
}

/** @throws NoSpace while storing would take the last space, without which nothing could be read */
export function refuseLastSpace(dataFolder: string) {
  if (freeBytesAt(dataFolder) < STORE_ABOVE_BYTES) throw new NoSpace(DISK_FULL)
}

/** @returns how much is free for us where a folder lies */
export function freeBytesAt(folder: string): number {
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize
}

/** @returns whether the disk that the data folder lies on counts as full; a disk that cannot be asked does not */
export function isDiskFull(dataFolder: string): boolean {
  try {
    const lent = hasReserve(dataFolder) ? 0 : RESERVE_BYTES
    return freeBytesAt(dataFolder) - lent < FULL_BELOW_BYTES
  } catch {
    return false
  }
}

/** Gives the reserve away while the disk is full, and makes it again once there is room. */
export function tendReserve(dataFolder: string) {
  const path = reserveIn(dataFolder)
  if (hasReserve(dataFolder)) {
    if (isDiskFull(dataFolder)) rmSync(path, { force: true })
  } else if (freeBytesAt(dataFolder) > RESERVE_BYTES + ROOM_FOR_RESERVE_BYTES) {
    fill(path)
  }
}

function hasReserve(dataFolder: string): boolean {
  return existsSync(reserveIn(dataFolder))
}

function reserveIn(dataFolder: string): string {
  return join(dataFolder, 'reserve')
}

/** Random, so that no file system keeps it smaller than it is. */
function fill(path: string) {
  const file = openSync(path, 'w', 0o600)
  try {
    for (let left = RESERVE_BYTES; left > 0; left -= MEGABYTE)
      writeSync(file, randomBytes(MEGABYTE))
  } catch (error) {
    rmSync(path, { force: true })
    throw error
  } finally {
    closeSync(file)
  }
}
