import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { keepRunning } from './child.ts'
import { pathsIn, prepareDataFolder, writePrivately } from './data_folder.ts'
import { startEmbeddedPostgres } from './embedded_postgres.ts'
import { refuseUnusableDatabase } from './external_postgres.ts'
import { lockFolder } from './folder_lock.ts'
import { refuseTakenPort } from './free_port.ts'
import { keepFamily, type Family } from './family.ts'
import { endLeftovers } from './leftovers.ts'
import { openLog } from './log_file.ts'
import { portOfReadyAgent, setUpAgent, startAgent, type AgentAccess } from './own_agent.ts'
import { openServer } from './server.ts'
import { step } from './progress.ts'
import { readSettings, type Settings } from './settings.ts'
import { Trouble } from './trouble.ts'
import { waitUntilServed } from './wait_until_served.ts'
import { watchDisk } from './watch_disk.ts'

const AGENT_STOP_MS = 6000
/** What was left behind may hold the port for as long after it was ended. */
const LEFTOVERS_MS = 5000

type Stop = () => Promise<void> | void

/**
 * Runs the whole product until a signal ends it.
 * @param programFolder where the built program lies
 * @param words what was given on the command line; there is nothing to give
 * @throws Trouble with one sentence when it cannot start; what was started by then is ended again
 */
export async function supervise(programFolder: string, words: string[]): Promise<void> {
  const settings = readSettings(process.env, join(programFolder, '..'), words)
  const stops: Stop[] = []
  const end = listenForTheEnd()
  try {
    await start(programFolder, settings, stops, end)
    await end.asked
  } catch (error) {
    if (!(error instanceof Stopped)) throw error
  } finally {
    if (end.isAsked()) console.log('  Stopping …')
    for (const stop of stops.toReversed()) await stop()
  }
  process.exit(end.exitCode())
}

/** Somebody asked for the end while the product was still starting. */
class Stopped extends Error {}

interface End {
  asked: Promise<void>
  isAsked(): boolean
  exitCode(): number
  /** @throws Stopped when the end was asked for: what the last step has started is then ended in order */
  check(): void
}

function listenForTheEnd(): End {
  let isAsked = false
  let exitCode = 0
  const asked = new Promise<void>((resolve) => {
    const ask = () => {
      isAsked = true
      resolve()
    }
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, ask)
    // A fault of ours ends all in order, and leaves no orphans.
    process.on('uncaughtException', (error) => {
      console.error(error)
      exitCode = 1
      ask()
    })
  })
  const check = () => {
    if (isAsked) throw new Stopped()
  }
  return { asked, isAsked: () => isAsked, exitCode: () => exitCode, check }
}

async function start(programFolder: string, settings: Settings, stops: Stop[], end: End) {
  const { host, port, dataFolder, databaseUrl: given } = settings
  const address = `http://${host.includes(':') ? `[${host}]` : host}:${port}`
  const paths = prepareDataFolder(dataFolder)
  const lock = lockFolder(paths.lock, address)
  stops.push(() => lock.release())
  const family = keepFamily(paths.children)
  stops.push(watchDisk(dataFolder, family.write))
  const ended = await endLeftovers(paths.children)
  await refuseTakenPort(host, port, ended > 0 ? LEFTOVERS_MS : 0)

  // Before the first preparation it need not be told apart: that one tells where the agent is.
  let agentMoved = (_: AgentAccess) => {}
  const [databaseUrl, access] = await bothOf(
    openDatabase(given, paths, stops),
    step('Starting the agent of this machine', () =>
      openAgent(programFolder, settings, family, stops, (fresh) => agentMoved(fresh))
    )
  )
  end.check()
  writePrivately(paths.databaseUrl, databaseUrl)
  const environment = environmentFor(settings, databaseUrl)
  const { setup_code: setupCode } = await step('Preparing the database', () =>
    prepare(programFolder, environment, access)
  )
  agentMoved = (fresh) => void prepare(programFolder, environment, fresh).catch(complain)
  end.check()
  await step('Starting the server', () => {
    stops.push(openServer(programFolder, environment, family))
    return waitUntilServed(address, end.check)
  })
  welcome(address, setupCode, paths.logs)
  tellNewCodes(paths.setupCode, setupCode)
}

/** Unlike `Promise.all`, waits for the other one when one fails, so that whatever was started is known and ended. */
async function bothOf<A, B>(one: Promise<A>, other: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([one, other])
  return Promise.all([one, other])
}

async function openDatabase(
  given: string | undefined,
  paths: ReturnType<typeof pathsIn>,
  stops: Stop[]
): Promise<string> {
  if (given) {
    await step('Reaching the database', () => refuseUnusableDatabase(given))
    return given
  }
  const password = readFileSync(paths.databasePassword, 'utf8').trim()
  const postgres = await step('Starting the database', () =>
    startEmbeddedPostgres(paths.postgres, password)
  )
  stops.push(() => postgres.stop())
  return postgres.url
}

/** @param onMove is told when the agent, started again, listens at another port than before */
async function openAgent(
  programFolder: string,
  settings: Settings,
  family: Family,
  stops: Stop[],
  onMove: (access: AgentAccess) => void
): Promise<AgentAccess> {
  const { agent: folder, logs } = pathsIn(settings.dataFolder)
  const log = openLog(logs, 'agent')
  const access = await setUpAgent(programFolder, folder, settings.agentPort)
  let port: Promise<number> | null = null
  const follow = async (before: Promise<number> | null, fresh: ChildProcess) => {
    const now = await portOfReadyAgent(fresh)
    if (before !== null && now !== (await before)) onMove({ ...access, port: now })
    return now
  }
  const child = keepRunning(
    'The agent of this machine',
    () => startAgent(programFolder, folder, log, settings.port),
    (fresh) => {
      const before = port
      const after = follow(before, fresh)
      // One that ended before it was ready is started again, and asked again.
      port = before === null ? after : after.catch(() => before)
      family.add(fresh)
    }
  )
  stops.push(() => child.stop(AGENT_STOP_MS))
  return { ...access, port: await port! }
}

function complain(error: Error) {
  console.error(`  ${error.message}`)
}

function environmentFor(settings: Settings, databaseUrl: string): NodeJS.ProcessEnv {
  return {
    ...process.env,
    NODE_ENV: 'production',
    HOST: settings.host,
    PORT: String(settings.port),
    DATABASE_URL: databaseUrl,
    PROPHASIS_DATA_DIR: settings.dataFolder,
  }
}

/** Runs the command that migrates and fills the database, in a process of its own. */
async function prepare(programFolder: string, environment: NodeJS.ProcessEnv, access: AgentAccess) {
  const program = join(programFolder, 'bin', 'console.js')
  const child = spawn(process.execPath, [program, 'prophasis:prepare'], {
    env: environment,
    stdio: 'pipe',
  })
  child.stdin.end(JSON.stringify(access))
  const [said, complained] = await Promise.all([text(child.stdout), text(child.stderr)])
  const answer = said.split('\n').findLast((line) => line.startsWith('{"setup_code"'))
  if (answer) return JSON.parse(answer) as { setup_code: string | null }
  throw new Trouble(`The database could not be prepared. ${(complained || said).trim()}`)
}

function welcome(address: string, setupCode: string | null, logs: string) {
  console.log(`\n  Prophasis runs at ${address}`)
  if (setupCode) console.log(`  Open it and enter this set-up code: ${setupCode}`)
  console.log(`  Ctrl-C ends it. What it has to say of itself is in ${logs}\n`)
}

/** After too many wrong tries there is a new code: whoever sits at this window may read it, and nobody else. */
function tellNewCodes(path: string, first: string | null) {
  let told = first
  if (told === null) return
  const watch = setInterval(() => {
    if (!existsSync(path)) return clearInterval(watch)
    const code = readCode(path)
    if (code === null || code === told) return
    told = code
    console.log(
      `  Too many wrong tries. The new set-up code is ${code.replace(/(...)(?=.)/g, '$1 ')}`
    )
  }, 1000).unref()
}

/** @returns null while it cannot be read, or is not there any more */
function readCode(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim() || null
  } catch {
    return null
  }
}
