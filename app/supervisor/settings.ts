import { resolve } from 'node:path'
import { Trouble } from './trouble.ts'

/** Settings of `npm start`, all from the environment. */
export interface Settings {
  /** Absolute path of the data folder. */
  dataFolder: string
  host: string
  port: number
  /** Given when PostgreSQL is not ours. */
  databaseUrl?: string
  /** First port to try for the agent of this machine. */
  agentPort: number
}

const OURS = ['PROPHASIS_DATA_DIR', 'PROPHASIS_AGENT_PORT', 'PROPHASIS_NAMES']

/**
 * @param environment usually `process.env`
 * @param projectFolder what a relative data folder is relative to
 * @throws Trouble naming the setting that is unknown or wrong
 */
export function readSettings(
  environment: NodeJS.ProcessEnv,
  projectFolder: string,
  words: string[] = []
): Settings {
  refuseUnknown(environment, words)
  const port = portFrom(environment, 'PORT', 3333)
  const agentPort = portFrom(environment, 'PROPHASIS_AGENT_PORT', 4048)
  if (port === agentPort)
    throw new Trouble(
      `PORT and PROPHASIS_AGENT_PORT are both ${port}. The pages and the agent each need a port of their own.`
    )
  return {
    dataFolder: resolve(projectFolder, environment.PROPHASIS_DATA_DIR || 'storage'),
    host: environment.HOST || '127.0.0.1',
    port,
    databaseUrl: databaseUrlFrom(environment),
    agentPort,
  }
}

function refuseUnknown(environment: NodeJS.ProcessEnv, words: string[]) {
  const known = `The settings are HOST, PORT, DATABASE_URL, ${OURS.slice(0, -1).join(', ')} and ${OURS.at(-1)}, given as environment variables.`
  if (words.length > 0) throw new Trouble(`Unknown setting "${words[0]}". ${known}`)
  const unknown = Object.keys(environment).find(
    (name) => name.startsWith('PROPHASIS_') && !OURS.includes(name)
  )
  if (unknown) throw new Trouble(`Unknown setting ${unknown}. ${known}`)
}

function portFrom(environment: NodeJS.ProcessEnv, name: string, fallback: number): number {
  const text = environment[name]
  if (!text) return fallback
  const port = Number(text)
  if (Number.isInteger(port) && port >= 1 && port <= 65535) return port
  throw new Trouble(`${name} is "${text}", but a port is a whole number from 1 to 65535.`)
}

function databaseUrlFrom(environment: NodeJS.ProcessEnv): string | undefined {
  const url = environment.DATABASE_URL
  if (!url) return undefined
  if (/^postgres(ql)?:\/\//.test(url) && URL.canParse(url)) return url
  throw new Trouble(
    'DATABASE_URL is not the address of a PostgreSQL database. It looks like postgresql://user:password@host:5432/database.'
  )
}
