import type { ServerResponse } from 'node:http'
import { setTimeout as timer } from 'node:timers/promises'
import type { Fault } from './fault.ts'

const ENDLESS_CHUNK = Buffer.alloc(64 * 1024, ' ')
const DRIP_MS = 50

/** An answer as it would be if nothing went wrong. */
export interface MockReply {
  status: number
  body: Buffer
}

/** Sends a whole answer, and what is to go wrong with it. Resolves when no more is to be done. */
export async function sendReply(response: ServerResponse, reply: MockReply, fault: Fault) {
  const { status, body } = withStatus(reply, fault)
  if (!(await pause(response, fault.delayMs ?? 0))) return
  if (fault.close === 'before') return cut(response)
  const bytes = fault.raw ?? body
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    ...(fault.endless ? {} : { 'content-length': bytes.length }),
    ...(status === 401 ? { 'www-authenticate': 'Basic realm="Prophasis agent"' } : {}),
  })
  response.flushHeaders()
  if (fault.close === 'after_headers') return cut(response)
  if (await sendBytes(response, bytes, fault)) response.end()
}

/** Sends part of an answer whose headers are gone already; whether more may follow. */
export async function sendBytes(
  response: ServerResponse,
  bytes: Buffer,
  fault: Fault
): Promise<boolean> {
  const isCut = fault.close === 'middle'
  const sent = isCut ? bytes.subarray(0, bytes.length / 2) : bytes
  const rate = fault.slowBytesPerSecond
  const isWhole = rate ? await drip(response, sent, rate) : await write(response, sent)
  if (!isWhole) return false
  if (isCut) {
    cut(response)
    return false
  }
  if (fault.endless) while (await more(response, rate));
  return !response.destroyed
}

/** Waits; whether there is still somebody at the other end. */
export async function pause(response: ServerResponse, ms: number): Promise<boolean> {
  if (ms > 0 && !response.destroyed) {
    const gone = new AbortController()
    const leave = () => gone.abort()
    response.once('close', leave)
    await timer(ms, undefined, { signal: gone.signal }).catch(() => undefined)
    response.off('close', leave)
  }
  return !response.destroyed
}

/** Ends the connection in the middle of things; what has been written is still sent. */
export function cut(response: ServerResponse) {
  response.socket?.destroySoon()
}

function withStatus(reply: MockReply, { status }: Fault): MockReply {
  if (status === undefined) return reply
  return { status, body: Buffer.from(`The mock agent answers with status ${status}.\n`) }
}

function more(response: ServerResponse, rate: number | undefined): Promise<boolean> {
  return rate ? drip(response, Buffer.from(' '), rate) : write(response, ENDLESS_CHUNK)
}

/** Sends so many bytes in a second: a few at a time, or one and a long pause. */
async function drip(response: ServerResponse, bytes: Buffer, rate: number): Promise<boolean> {
  const size = Math.max(1, Math.floor((rate * DRIP_MS) / 1000))
  for (let at = 0; at < bytes.length; at += size) {
    if (!(await pause(response, (size / rate) * 1000))) return false
    if (!(await write(response, bytes.subarray(at, at + size)))) return false
  }
  return true
}

async function write(response: ServerResponse, bytes: Buffer): Promise<boolean> {
  if (response.destroyed) return false
  if (!response.write(bytes)) await drained(response)
  return !response.destroyed
}

/** Leaves no listeners behind: an endless answer has endlessly many drains. */
function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off('drain', done)
      response.off('close', done)
      resolve()
    }
    response.on('drain', done)
    response.on('close', done)
  })
}
