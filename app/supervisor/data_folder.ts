import { createHash, randomBytes } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { freeBytesAt } from './disk_space.ts'
import { Trouble } from './trouble.ts'

/** The longest path a unix socket may have, with the name PostgreSQL gives it. */
const LONGEST_SOCKET_FOLDER = 80
const LEAST_FREE_BYTES = 300_000_000

/** Where everything lies below the data folder. */
export function pathsIn(dataFolder: string) {
  return {
    secrets: join(dataFolder, 'secrets'),
    applicationKey: join(dataFolder, 'secrets', 'application.key'),
    databasePassword: join(dataFolder, 'secrets', 'database.password'),
    setupCode: join(dataFolder, 'secrets', 'setup.code'),
    run: join(dataFolder, 'run'),
    lock: join(dataFolder, 'run', 'prophasis.json'),
    databaseUrl: join(dataFolder, 'run', 'database.url'),
    children: join(dataFolder, 'run', 'children.json'),
    logs: join(dataFolder, 'logs'),
    postgres: join(dataFolder, 'postgres'),
    agent: join(dataFolder, 'agent'),
  }
}

/**
 * Makes the folder and what must be in it before anything starts.
 * @throws Trouble when it cannot be made or the disk is nearly full
 */
export function prepareDataFolder(dataFolder: string) {
  const paths = pathsIn(dataFolder)
  try {
    // PostgreSQL, under another user, has to get through to its own folder.
    makeFolder(dataFolder, 0o711)
    for (const folder of [paths.run, paths.secrets, paths.logs]) makeFolder(folder, 0o700)
    refuseFullDisk(dataFolder)
    keepSecret(paths.applicationKey, () => randomBytes(32).toString('base64url'))
    keepSecret(paths.databasePassword, () => randomBytes(24).toString('base64url'))
  } catch (error) {
    throw asTrouble(error, dataFolder)
  }
  return paths
}

/**
 * A folder that is there already is somebody's, who has chosen its mode.
 * With `recursive`, Node tries for ever where a file system makes no folders, such as /proc.
 */
function makeFolder(path: string, mode?: number) {
  if (existsSync(path)) return
  makeFolder(dirname(path))
  mkdirSync(path)
  if (mode !== undefined) chmodSync(path, mode)
}

/** Writes a file whole or not at all, readable by its owner only. */
export function writePrivately(path: string, content: string) {
  const fresh = `${path}.${process.pid}.new`
  try {
    writeFileSync(fresh, content, { mode: 0o600, flush: true })
    renameSync(fresh, path)
  } catch (error) {
    rmSync(fresh, { force: true })
    throw error
  }
}

/** @returns the key that encrypts secrets in the database */
export function resolveApplicationKey(): string {
  return readOr(pathsIn(dataFolderOfThisProcess()).applicationKey, 'application key')
}

/** @returns the address of the running database, as the last start recorded it */
export function resolveDatabaseUrl(): string {
  return readOr(pathsIn(dataFolderOfThisProcess()).databaseUrl, 'database')
}

/** @returns the data folder that PROPHASIS_DATA_DIR names, by default `storage` beside the program */
export function dataFolderOfThisProcess(): string {
  const here = new URL('../../', import.meta.url).pathname
  const project = here.endsWith('/build/') ? join(here, '..') : here
  return resolve(project, process.env.PROPHASIS_DATA_DIR || 'storage')
}

/** @returns whether this is the address of the database that lies in the data folder itself */
export function liesIn(dataFolder: string, databaseUrl: string): boolean {
  return databaseUrl.endsWith(
    `?host=${encodeURIComponent(socketFolderOf(pathsIn(dataFolder).postgres))}`
  )
}

/**
 * @param root where the embedded database lies
 * @returns the folder of its socket: a path longer than 80 bytes is too long for one
 */
export function socketFolderOf(root: string): string {
  const near = join(root, 'run')
  const name = createHash('sha256').update(root).digest('hex').slice(0, 12)
  return Buffer.byteLength(near) <= LONGEST_SOCKET_FOLDER
    ? near
    : join(tmpdir(), `prophasis-${name}`)
}

function readOr(path: string, what: string): string {
  if (existsSync(path)) return readFileSync(path, 'utf8').trim()
  throw new Trouble(
    `There is no ${what} in ${dataFolderOfThisProcess()} yet. Run "npm start" first, or name the right folder with PROPHASIS_DATA_DIR.`
  )
}

function keepSecret(path: string, make: () => string) {
  if (!existsSync(path)) writePrivately(path, make() + '\n')
}

function refuseFullDisk(dataFolder: string) {
  const free = freeBytesAt(dataFolder)
  if (free >= LEAST_FREE_BYTES) return
  throw new Trouble(
    `Only ${Math.round(free / 1e6)} MB are free where ${dataFolder} lies, and ${LEAST_FREE_BYTES / 1e6} MB are needed. ` +
      'Make room, or choose another folder with PROPHASIS_DATA_DIR.'
  )
}

function asTrouble(error: unknown, dataFolder: string): unknown {
  const code = (error as NodeJS.ErrnoException).code
  const choose = 'Choose another folder with PROPHASIS_DATA_DIR.'
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return new Trouble(
      `The data folder ${dataFolder} cannot be written to. Give yourself the right to, or: ${choose}`
    )
  if (code === 'ENOENT')
    return new Trouble(`The data folder ${dataFolder} cannot be made there. ${choose}`)
  if (code === 'ENOTDIR' || code === 'EEXIST')
    return new Trouble(
      `The data folder ${dataFolder} cannot be made, because a file is in the way. ${choose}`
    )
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new Trouble(
      `There is no space left where the data folder ${dataFolder} lies. Make room, or: ${choose}`
    )
  return error
}
