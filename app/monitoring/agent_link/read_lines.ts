/** The agent sent more than is read of any answer. */
export class AnswerTooLong extends Error {}

/**
 * Splits a stream of UTF-8 into its lines, as they arrive.
 * @param maxBytes of the whole stream
 * @throws AnswerTooLong beyond that
 */
export async function* readLines(
  body: AsyncIterable<Buffer>,
  maxBytes: number
): AsyncGenerator<string> {
  let rest: Buffer = Buffer.alloc(0)
  let total = 0
  for await (const chunk of body) {
    total += chunk.length
    if (total > maxBytes) throw new AnswerTooLong(`The answer is longer than ${maxBytes} bytes.`)
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      const line = rest.subarray(0, end).toString('utf8').trim()
      rest = rest.subarray(end + 1)
      if (line !== '') yield line
    }
  }
  const last = rest.toString('utf8').trim()
  if (last !== '') yield last
}
