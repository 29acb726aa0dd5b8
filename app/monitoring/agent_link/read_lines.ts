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
  // Put together once per line: an agent that sends byte by byte would have all of it copied for every byte.
  let pending: Buffer[] = []
  let total = 0
  for await (const chunk of body) {
    total += chunk.length
    if (total > maxBytes) throw new AnswerTooLong(`The answer is longer than ${maxBytes} bytes.`)
    let rest = chunk
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      const line = textOf([...pending, rest.subarray(0, end)])
      pending = []
      rest = rest.subarray(end + 1)
      if (line !== '') yield line
    }
    if (rest.length > 0) pending.push(rest)
  }
  const last = textOf(pending)
  if (last !== '') yield last
}

/**
 * @returns all of a stream of UTF-8
 * @throws AnswerTooLong beyond `maxBytes`
 */
export async function readText(body: AsyncIterable<Buffer>, maxBytes: number): Promise<string> {
  const lines: string[] = []
  for await (const line of readLines(body, maxBytes)) lines.push(line)
  return lines.join('\n')
}

function textOf(chunks: Buffer[]): string {
  return Buffer.concat(chunks).toString('utf8').trim()
}
