import { Client } from 'undici'

const MOST_ANSWER_BYTES = 64 * 1024

/** One request to somebody outside. The URL has been checked: http or https, no user in it. */
export interface PostRequest {
  url: string
  headers: Record<string, string>
  body: string
}

/** What came back: an answer, read to its end unless it is too long, or nothing that can be relied on. */
export type Posted =
  | { status: number; text: string; isTooLong: boolean }
  | { failure: unknown; passedDeadlineMs?: number }

/**
 * Sends one POST on a connection of its own. Follows no redirect, uses no proxy of the environment, unpacks nothing.
 * @param deadlineMs end of the whole request: name, connection, encryption, and the last byte of the answer
 * @returns never throws
 */
export async function post(request: PostRequest, deadlineMs: number): Promise<Posted> {
  const deadline = AbortSignal.timeout(deadlineMs)
  const { origin, pathname, search } = new URL(request.url)
  const client = new Client(origin, {
    // The deadline of the whole request is the only one.
    connectTimeout: 0,
    headersTimeout: 0,
    bodyTimeout: 0,
    allowH2: false,
    connect: { minVersion: 'TLSv1.2' },
  })
  try {
    const { statusCode, body } = await client.request({
      method: 'POST',
      path: pathname + search,
      headers: { 'user-agent': 'Prophasis', ...request.headers },
      body: request.body,
      signal: deadline,
    })
    return { status: statusCode, ...(await readCapped(body)) }
  } catch (failure) {
    return deadline.aborted ? { failure, passedDeadlineMs: deadlineMs } : { failure }
  } finally {
    await client.destroy().catch(() => undefined)
  }
}

async function readCapped(body: AsyncIterable<Buffer>) {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body) {
    chunks.push(chunk)
    size += chunk.length
    if (size > MOST_ANSWER_BYTES) break
  }
  const text = Buffer.concat(chunks).subarray(0, MOST_ANSWER_BYTES).toString('utf8')
  return { text, isTooLong: size > MOST_ANSWER_BYTES }
}
