import { Exception } from '@adonisjs/core/exceptions'
import type { HttpRequest } from '@adonisjs/core/http'

/** More was sent than is read. */
export class TooLarge extends Exception {
  static status = 413
  static code = 'E_TOO_LARGE'
}

/**
 * Reads a body as it is. Called once the sender is known: nobody else can make us keep so much.
 * @throws TooLarge beyond `maxBytes`
 */
export async function rawBody(request: HttpRequest, maxBytes: number): Promise<Buffer> {
  const tooLarge = () =>
    new TooLarge(`The body is larger than ${maxBytes / 1024 / 1024} MB. Send a smaller one.`)
  if (Number(request.header('content-length') ?? 0) > maxBytes) throw tooLarge()
  const chunks: Buffer[] = []
  let total = 0
  for await (const chunk of request.request as AsyncIterable<Buffer>) {
    total += chunk.length
    if (total > maxBytes) throw tooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
