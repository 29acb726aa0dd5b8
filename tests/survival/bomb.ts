import { readFileSync } from 'node:fs'
import { once } from 'node:events'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import type { MockAgent } from '../../agent/tests/support/mock_client.ts'

const UNPACKED_BYTES = 256 * 1024 * 1024

/** An agent that answers everything with a few bytes that unpack to many; it has the certificate of the mock agents. */
export async function startBomb({ file }: MockAgent) {
  const packed = gzipSync(Buffer.alloc(UNPACKED_BYTES, ' '))
  const certificate = {
    cert: readFileSync(`${file}.certificate.pem`),
    key: readFileSync(`${file}.key.pem`),
  }
  const server = createServer(certificate, (request, response) => {
    request.resume()
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
    response.end(packed)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    stop() {
      server.close()
      server.closeAllConnections()
    },
  }
}
