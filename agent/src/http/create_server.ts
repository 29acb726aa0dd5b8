import type { RequestListener } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { Socket } from 'node:net'
import type { Agent } from '../agent.ts'
import { answer } from './answer.ts'

const REFUSED_TUNNEL =
  'HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm="Prophasis agent"\r\n' +
  'Content-Length: 0\r\nConnection: close\r\n\r\n'

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
  server.maxHeadersCount = 64
  server.on('connection', (socket: Socket) => agent.waiting.admit(socket))
  const onRequest: RequestListener = (request, response) => {
    void answer(agent, request, response)
  }
  server.on('request', onRequest)
  server.on('checkContinue', onRequest)
  server.on('checkExpectation', onRequest)
  server.on('connect', (_request, socket) => socket.end(REFUSED_TUNNEL))
  server.on('tlsClientError', (_error, socket) => socket.destroy())
  return server
}
