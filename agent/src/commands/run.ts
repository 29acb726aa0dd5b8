import { fstatSync } from 'node:fs'
import type { Server } from 'node:https'
import { openAgent, type Agent } from '../agent.ts'
import {
  readConfig,
  readStoredConfig,
  writeConfig,
  type AgentConfig,
} from '../config/agent_config.ts'
import { claimFolder } from '../config/claim_folder.ts'
import { loadTls } from '../config/load_tls.ts'
import { createAgentServer } from '../http/create_server.ts'
import { listenOn } from '../http/listen.ts'
import { log } from '../log.ts'
import { endLeftovers } from '../plugins/contained_process.ts'

/** A running plugin may take this long to finish when the agent is asked to stop. */
const GRACE_MS = 3500

export interface RunOptions {
  folder: string
  portFallback: boolean
  endWithStdin: boolean
  /** A port that is not taken, even when it is free. */
  avoidedPort?: number
}

/** Runs the agent until it is asked to stop. Prints one line of JSON when it listens. */
export async function runAgent(options: RunOptions) {
  const { folder, portFallback, endWithStdin, avoidedPort } = options
  const config = await readConfig(folder)
  const tls = await loadTls(config)
  // Before anybody can know of us: a signal that comes with the ready line must find us listening for it.
  const asked = askedToStop(endWithStdin)
  const giveBack = claimFolder(folder)
  try {
    await endLeftovers(config.agent_id)
    const agent = await openAgent(config)
    const server = createAgentServer(agent, tls)
    const port = await listenOn(server, config, portFallback || config.port_fallback, avoidedPort)
    if (port !== config.port) await rememberPort(folder, port)
    process.stdout.write(`${JSON.stringify({ ready: true, port })}\n`)
    log(`stopping: ${await asked}`)
    await stop(server, agent)
  } finally {
    giveBack()
  }
}

async function rememberPort(folder: string, port: number) {
  const stored = (await readStoredConfig(folder)) as AgentConfig
  await writeConfig(folder, { ...stored, port })
}

function askedToStop(endWithStdin: boolean): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => resolve(signal))
    if (!endWithStdin || !isPipe(process.stdin.fd)) return
    // Whoever started us holds the other end: when it is gone, so are we.
    for (const event of ['end', 'close', 'error']) {
      process.stdin.on(event, () => resolve('the process that started the agent is gone'))
    }
    process.stdin.resume()
  })
}

/** Something another process can hold open, and lose by ending. */
function isPipe(fd: number): boolean {
  const facts = fstatSync(fd)
  return facts.isFIFO() || facts.isSocket()
}

/** New requests are refused, the running plugin finishes or is ended, replies go out. */
async function stop(server: Server, agent: Agent) {
  const closed = new Promise((resolve) => server.close(resolve))
  server.closeIdleConnections()
  await agent.runner.end(GRACE_MS)
  const late = setTimeout(() => server.closeAllConnections(), 500)
  server.closeIdleConnections()
  await closed
  clearTimeout(late)
}
