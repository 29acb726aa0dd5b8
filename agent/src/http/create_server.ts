import type { RequestListener } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { Socket } from 'node:net'
import type { Agent } from '../agent.ts'
import { log } from '../log.ts'
import { answer } from './answer.ts'

const MOST_CONNECTIONS = 256
const MOST_PER_ADDRESS = 32

/** Certificate and private key, PEM. */
export interface TlsFiles {
  cert: Buffer
  key: Buffer
}

/** The HTTPS server of an agent, not yet listening. Nobody can hold it up by being slow. */
export function createAgentServer(agent: Agent, tls: TlsFiles): Server {
  const server = createServer({
    ...tls,
    minVersion: 'TLSv1.2',
    handshakeTimeout: 10_000,
    headersTimeout: 10_000,
    requestTimeout: 60_000,
    connectionsCheckingInterval: 2_000,
    // Longer than the usual interval of checks: the core comes back on the same connection.
    keepAliveTimeout: 120_000,
    maxHeaderSize: 16 * 1024,
  })
  server.maxConnections = MOST_CONNECTIONS
  server.maxHeadersCount = 64
  limitPerAddress(server)
  const onRequest: RequestListener = (request, response) => {
    void answer(agent, request, response)
  }
  server.on('request', onRequest)
  server.on('checkContinue', onRequest)
  server.on('tlsClientError', (_error, socket) => socket.destroy())
  server.on('drop', () => log(`a connection was refused: ${MOST_CONNECTIONS} are open already`))
  return server
}

function limitPerAddress(server: Server) {
  const open = new Map<string, number>()
  server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? ''
    const count = (open.get(address) ?? 0) + 1
    open.set(address, count)
    socket.once('close', () => {
      const left = (open.get(address) ?? 1) - 1
      if (left > 0) open.set(address, left)
      else open.delete(address)
    })
    if (count > MOST_PER_ADDRESS) socket.destroy()
  })
}
