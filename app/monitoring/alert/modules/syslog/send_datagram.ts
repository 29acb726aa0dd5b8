import { createSocket } from 'node:dgram'
import { lookup } from 'node:dns/promises'
import { once } from 'node:events'
import type { SyslogOptions } from './options.ts'

/** A machine without a log server says so at once, if it says it at all. */
const OBJECTION_MS = 100

/**
 * Sends one message as one datagram (RFC 5426). Nobody confirms it.
 * @throws when the name is unknown, the deadline passes, or the machine says that nobody listens
 */
export async function sendDatagram(
  { host, port }: SyslogOptions,
  message: Buffer,
  deadline: AbortSignal
): Promise<void> {
  const { address, family } = await before(deadline, lookup(host))
  const socket = createSocket(family === 6 ? 'udp6' : 'udp4')
  const objection = once(socket, 'error')
  objection.catch(() => undefined)
  try {
    socket.connect(port, address)
    await once(socket, 'connect', { signal: deadline })
    socket.send(message)
    const silence = once(AbortSignal.timeout(OBJECTION_MS), 'abort')
    const [error] = await Promise.race([objection, silence])
    if (error instanceof Error) throw error
  } finally {
    socket.close()
  }
}

async function before<T>(deadline: AbortSignal, work: Promise<T>): Promise<T> {
  work.catch(() => undefined)
  const passed = once(deadline, 'abort').then(() => Promise.reject(deadline.reason))
  return Promise.race([work, passed])
}
