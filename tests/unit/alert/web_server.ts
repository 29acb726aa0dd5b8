import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { certificate } from './certificates.ts'

/** One request as it arrived. */
export interface ReceivedRequest {
  method: string
  path: string
  headers: IncomingHttpHeaders
  body: string
}

/** What a test may make the server do in place of answering whole. */
export type Answer =
  | { status: number; body?: string; headers?: Record<string, string> }
  | 'nothing'
  | 'cut'
  | 'half'
  | 'stall'
  | 'endless'

export type Answering = (request: ReceivedRequest, index: number) => Answer | Promise<Answer>

/** A real web server on loopback that keeps what it was sent. */
export class WebServer {
  readonly requests: ReceivedRequest[] = []
  readonly url: string
  readonly #server: ReturnType<typeof createServer>

  /** @param identity which certificate it shows; without one it speaks plain HTTP */
  static async start(
    answering: Answering,
    identity?: 'loopback' | 'other-name'
  ): Promise<WebServer> {
    const server = identity ? createTlsServer(certificate(identity)) : createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return new WebServer(server, answering, identity !== undefined)
  }

  private constructor(
    server: ReturnType<typeof createServer>,
    answering: Answering,
    isEncrypted: boolean
  ) {
    this.#server = server
    const { port } = server.address() as AddressInfo
    this.url = `http${isEncrypted ? 's' : ''}://127.0.0.1:${port}`
    server.on('request', async (incoming, response) => {
      const chunks: Buffer[] = []
      for await (const chunk of incoming) chunks.push(chunk)
      const received = {
        method: incoming.method ?? '',
        path: incoming.url ?? '',
        headers: incoming.headers,
        body: Buffer.concat(chunks).toString('utf8'),
      }
      this.requests.push(received)
      respond(response, await answering(received, this.requests.length - 1))
    })
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}

function respond(response: ServerResponse, answer: Answer): void {
  if (answer === 'nothing') return
  if (answer === 'cut') return void response.destroy()
  if (typeof answer === 'object') {
    response.writeHead(answer.status, answer.headers)
    return void response.end(answer.body ?? '')
  }
  response.writeHead(200, answer === 'endless' ? {} : { 'content-length': '1000' })
  if (answer === 'endless') return pour(response)
  response.write('{"id":"half", "iden":"half", "sid":"half', () => {
    if (answer === 'half') response.destroy()
  })
}

/** Writes for as long as somebody reads. */
function pour(response: ServerResponse): void {
  while (!response.destroyed && response.write('x'.repeat(16 * 1024)));
  if (!response.destroyed) response.once('drain', () => pour(response))
}
