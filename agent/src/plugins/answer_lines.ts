import type { Readable } from 'node:stream'
import { MAX_OUTPUT_BYTES } from './plugin_run.ts'

const NEWLINE = 0x0a

/**
 * Calls `onLine` with each line of JSON on `stream`. A line that is not JSON is given as undefined;
 * one longer than the cap calls `onOverflow`, after which nothing is read any more.
 */
export function readAnswerLines(
  stream: Readable,
  onLine: (json: unknown) => void,
  onOverflow: () => void
) {
  let pending: Buffer[] = []
  let bytes = 0
  const take = (chunk: Buffer) => {
    pending.push(chunk)
    bytes += chunk.length
  }
  stream.on('error', () => undefined)
  stream.on('data', (data: Buffer) => {
    let rest = data
    for (let end = rest.indexOf(NEWLINE); end >= 0; end = rest.indexOf(NEWLINE)) {
      take(rest.subarray(0, end))
      if (bytes <= MAX_OUTPUT_BYTES) onLine(parsed(Buffer.concat(pending)))
      pending = []
      bytes = 0
      rest = rest.subarray(end + 1)
    }
    take(rest)
    if (bytes > MAX_OUTPUT_BYTES) {
      stream.pause()
      onOverflow()
    }
  })
}

function parsed(line: Buffer): unknown {
  try {
    return JSON.parse(line.toString('utf8'))
  } catch {
    return undefined
  }
}
