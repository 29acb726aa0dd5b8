import { createSocket, type Socket as DatagramSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import type { Transport } from '../../../app/monitoring/alert/modules/syslog/options.ts'
import { certificate } from './certificates.ts'
import { Inbox } from './inbox.ts'

/** What a test may make the log server do in place of reading and saying good-bye. */
export interface LogServerFaults {
  identity?: 'loopback' | 'other-name'
  /** Takes the connection and never says a word, not even in TLS. */
  isMute?: boolean
  /** Ends the connection before anything was read. */
  hangsUp?: boolean
  /** Reads, and keeps the connection open. */
  staysOpen?: boolean
}

/** A real log server on loopback: UDP, TCP with counted octets, or TLS. */
export class LogServer {
  /** Messages without their frame. */
  readonly inbox = new Inbox<Buffer>()
  readonly port: number
  readonly #closing: () => Promise<void>

  static async start(transport: Transport, faults: LogServerFaults = {}): Promise<LogServer> {
    if (transport === 'udp') {
      const socket = createSocket('udp4').bind(0, '127.0.0.1')
      await once(socket, 'listening')
      return new LogServer(socket, faults)
    }
    const isTls = transport === 'tls' && !faults.isMute
    const options = { allowHalfOpen: true, ...certificate(faults.identity ?? 'loopback') }
    const server = isTls ? createTlsServer(options) : createServer(options)
    await once(server.listen(0, '127.0.0.1'), 'listening')
    return new LogServer(server, faults)
  }

  private constructor(server: DatagramSocket | Server, faults: LogServerFaults) {
    this.port = (server.address() as AddressInfo).port
    if (!('listen' in server)) {
      server.on('message', (message) => this.inbox.put(message))
      this.#closing = async () => void server.close()
      return
    }
    const sockets = new Set<Socket>()
    server.on('connection', (socket: Socket) => {
      sockets.add(socket)
      socket.on('error', () => undefined)
      if (faults.hangsUp) socket.resetAndDestroy()
    })
    server.on('tlsClientError', () => undefined)
    const isTls = server.listenerCount('secureConnection') > 0 || 'addContext' in server
    server.on(isTls ? 'secureConnection' : 'connection', (socket: Socket) => {
      socket.on('error', () => undefined)
      if (!faults.isMute) this.#read(socket, faults)
    })
    this.#closing = async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    }
  }

  async stop(): Promise<void> {
    await this.#closing()
  }

  #read(socket: Socket, { staysOpen }: LogServerFaults): void {
    const chunks: Buffer[] = []
    socket.on('data', (chunk: Buffer) => chunks.push(chunk))
    socket.on('end', () => {
      for (const message of unframed(Buffer.concat(chunks))) this.inbox.put(message)
      if (!staysOpen) socket.end()
    })
  }
}

/** Takes counted octets apart; whatever does not fit the count is a message that no test expects. */
function unframed(stream: Buffer): Buffer[] {
  const messages: Buffer[] = []
  for (let rest = stream; rest.length > 0;) {
    const count = /^([1-9]\d*) /.exec(rest.subarray(0, 12).toString('latin1'))
    if (!count) return [...messages, rest]
    const end = count[0].length + Number(count[1])
    messages.push(rest.subarray(count[0].length, end))
    rest = rest.subarray(end)
  }
  return messages
}
