import type { IncomingMessage } from 'node:http'
import { RefusedRequest } from './refused_request.ts'

/** The whole body, at most `maxBytes`; more is refused (413) and what still comes is thrown away. */
export function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let bytes = 0
    const take = (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes <= maxBytes) return void chunks.push(chunk)
      request.off('data', take)
      chunks.length = 0
      reject(tooLarge(maxBytes))
    }
    if (Number(request.headers['content-length'] ?? 0) > maxBytes) reject(tooLarge(maxBytes))
    else request.on('data', take)
    request.on('end', () => resolve(Buffer.concat(chunks)))
    request.on('error', reject)
    request.on('close', () => reject(new Error('The connection closed during the request.')))
  })
}

function tooLarge(maxBytes: number): RefusedRequest {
  const message = `The body may have at most ${maxBytes} bytes.`
  return new RefusedRequest(413, 'E_TOO_LARGE', message)
}
