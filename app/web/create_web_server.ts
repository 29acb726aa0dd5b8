import { createServer, type RequestListener, type Server } from 'node:http'
import type { Socket } from 'node:net'

/** A page needs one or two, and a reverse proxy speaks for many people. */
const MOST_PER_ADDRESS = 256
const MOST_CONNECTIONS = 1024

/** The server of pages and API, not yet listening. Nobody can hold it up by being slow, or by being many. */
export function createWebServer(onRequest: RequestListener): Server {
  const server = createServer(
    {
      headersTimeout: 10_000,
      requestTimeout: 30_000,
      connectionsCheckingInterval: 2000,
      keepAliveTimeout: 65_000,
      maxHeaderSize: 16 * 1024,
    },
    onRequest
  )
  server.maxHeadersCount = 100
  server.maxConnections = MOST_CONNECTIONS
  limitPerAddress(server, MOST_PER_ADDRESS)
  return server
}

/** Closes what an address opens beyond its share: those that are open already go on. */
function limitPerAddress(server: Server, most: number) {
  const open = new Map<string, number>()
  server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? ''
    const count = (open.get(address) ?? 0) + 1
    if (count > most) return void socket.destroy()
    open.set(address, count)
    socket.once('close', () => {
      const left = open.get(address)! - 1
      if (left > 0) open.set(address, left)
      else open.delete(address)
    })
  })
}
