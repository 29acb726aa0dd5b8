import { once } from 'node:events'
import { connect as connectPlain, isIP, type Socket } from 'node:net'
import { finished } from 'node:stream/promises'
import { connect as connectTls } from 'node:tls'
import type { SyslogOptions } from './options.ts'

/**
 * Sends one message with its length in front, over TCP (RFC 6587, 3.4.1) or TLS (RFC 5425), and waits for the log server
 * to close the connection: the only sign that it has read everything. One that keeps it open has had its time.
 * @param farewellMs how long to wait for that
 * @throws when anything fails before the message has left
 */
export async function sendStream(
  options: SyslogOptions,
  message: Buffer,
  deadline: AbortSignal,
  farewellMs: number
): Promise<void> {
  const socket = open(options)
  // Whoever waits gets the error; this is for those that come when nobody does.
  socket.on('error', () => undefined)
  try {
    await once(socket, options.transport === 'tls' ? 'secureConnect' : 'connect', {
      signal: deadline,
    })
    socket.resume()
    socket.end(Buffer.concat([Buffer.from(`${message.length} `), message]))
    const patience = AbortSignal.any([deadline, AbortSignal.timeout(farewellMs)])
    await finished(socket, { signal: patience }).catch((error) => {
      if (!patience.aborted || !socket.writableFinished) throw error
    })
  } finally {
    socket.destroy()
  }
}

function open({ host, port, transport }: SyslogOptions): Socket {
  if (transport !== 'tls') return connectPlain({ host, port })
  return connectTls({ host, port, minVersion: 'TLSv1.2', servername: isIP(host) ? '' : host })
}
