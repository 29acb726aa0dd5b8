import { execFile, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { spawnInGroup } from './child.ts'
import { Trouble } from './trouble.ts'

const ADDRESS = '127.0.0.1'
const READY_DEADLINE_MS = 20_000

/** What the core has to know of the agent of this machine. */
export interface AgentAccess {
  agent_id: string
  address: string
  port: number
  key: string
  certificate_pem: string
}

/** Writes the agent's configuration. The key is new at every start, so nothing can be out of step with the database. */
export async function setUpAgent(
  programFolder: string,
  folder: string,
  port: number
): Promise<AgentAccess> {
  const words = [
    'setup',
    '--yes',
    '--json',
    '--new-key',
    '--folder',
    folder,
    '--port',
    String(port),
    '--host',
    ADDRESS,
  ]
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [
      programIn(programFolder),
      ...words,
    ])
    return { ...JSON.parse(stdout), address: ADDRESS }
  } catch (error) {
    throw new Trouble(
      `The agent of this machine could not be set up: ${(error as { stderr?: string }).stderr || error}`
    )
  }
}

/**
 * Starts the agent; it ends by itself when its standard input closes, so it never outlives the supervisor.
 * @param webPort the port of the pages, which it must not take however free it is
 */
export function startAgent(
  programFolder: string,
  folder: string,
  log: number,
  webPort: number
): ChildProcess {
  // A small young generation keeps the agent's memory low; it makes hardly any garbage.
  const words = ['run', '--folder', folder, '--port-fallback', '--end-with-stdin']
  words.push('--avoid-port', String(webPort))
  return spawnInGroup(
    process.execPath,
    ['--max-semi-space-size=1', programIn(programFolder), ...words],
    {
      stdio: ['pipe', 'pipe', log],
    }
  )
}

/** @returns the port it listens on, which is another one than asked for when that was taken */
export function portOfReadyAgent(agent: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    const fail = (why: string) =>
      reject(new Trouble(`The agent of this machine did not start: ${why}`))
    const timer = setTimeout(() => fail('it did not say that it is ready'), READY_DEADLINE_MS)
    agent.once('exit', (code) => fail(`it ended with code ${code}`))
    createInterface(agent.stdout!).on('line', (line) => {
      const port = readyPortIn(line)
      if (port === null) return
      clearTimeout(timer)
      resolve(port)
    })
  })
}

function readyPortIn(line: string): number | null {
  try {
    const said = JSON.parse(line) as { ready?: boolean; port?: number }
    return said.ready === true && typeof said.port === 'number' ? said.port : null
  } catch {
    return null
  }
}

function programIn(folder: string): string {
  return join(folder, 'agent-bundle', 'prophasis-agent.js')
}
