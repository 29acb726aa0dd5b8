import type { Server } from 'node:https'
import type { AgentConfig } from '../config/agent_config.ts'
import { log } from '../log.ts'
import { UserError } from '../user_error.ts'

const MOST_FALLBACKS = 100

/**
 * Makes `server` listen; the port it got. With `fallback`, a taken port gives way to the next free one.
 * @param avoided a port that somebody else is about to use
 */
export async function listenOn(
  server: Server,
  { host, port }: AgentConfig,
  fallback: boolean,
  avoided?: number
): Promise<number> {
  const last = fallback ? Math.min(port + MOST_FALLBACKS, 65535) : port
  for (let candidate = port; candidate <= last; candidate += 1) {
    if (candidate === avoided) continue
    if (await listens(server, host, candidate)) return candidate
    if (fallback) log(`port ${candidate} is taken`)
  }
  const what = fallback ? `The ports ${port} to ${last} are all taken` : `Port ${port} is taken`
  throw new UserError(`${what}; choose another one with: setup --port`)
}

function listens(server: Server, host: string, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException) => {
      server.off('listening', onListening)
      if (error.code === 'EADDRINUSE') resolve(false)
      else reject(new UserError(`The agent cannot listen on ${host}:${port}: ${error.message}`))
    }
    const onListening = () => {
      server.off('error', onError)
      resolve(true)
    }
    server.once('error', onError)
    server.once('listening', onListening)
    server.listen(port, host)
  })
}
