import { join } from 'node:path'
import { keepRunning, spawnInGroup } from './child.ts'
import { pathsIn } from './data_folder.ts'
import type { Family } from './family.ts'
import { openLog } from './log_file.ts'

const STOP_MS = 7500
/**
 * Left to itself, V8 takes memory by what the machine has and not by what is in use: a server with 1,000 hosts held
 * almost twice as much, for no less work.
 */
const MEMORY = ['--max-semi-space-size=8', '--heap-growing-percent=50']
/** One arena per thread would keep freed memory that no other thread can use. */
const ARENAS = { MALLOC_ARENA_MAX: '2' }

/**
 * Keeps the server running: pages, core and jobs.
 * @param environment what the server is told; names the data folder, which takes its log
 * @returns how to stop it
 */
export function openServer(
  programFolder: string,
  environment: NodeJS.ProcessEnv,
  family: Family
): () => Promise<void> | void {
  const program = join(programFolder, 'bin', 'server.js')
  const log = openLog(pathsIn(environment.PROPHASIS_DATA_DIR!).logs, 'server')
  const child = keepRunning(
    'The server',
    () =>
      spawnInGroup(process.execPath, [...MEMORY, program], {
        env: { ...environment, ...ARENAS },
        stdio: ['ignore', log, log],
      }),
    (fresh) => family.add(fresh)
  )
  return () => child.stop(STOP_MS)
}
