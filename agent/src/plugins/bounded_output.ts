import type { Readable } from 'node:stream'
import { MAX_OUTPUT_BYTES } from './plugin_run.ts'

const TAIL_BYTES = 2048

/** Collects `stream` up to the cap. `overflow` resolves when there is more, and reading stops. */
export class BoundedOutput {
  readonly overflow: Promise<void>
  readonly #chunks: Buffer[] = []
  #bytes = 0

  constructor(stream: Readable, maxBytes = MAX_OUTPUT_BYTES) {
    this.overflow = new Promise((resolve) => {
      stream.on('data', (chunk: Buffer) => {
        this.#bytes += chunk.length
        if (this.#bytes > maxBytes) {
          stream.pause()
          resolve()
        } else this.#chunks.push(chunk)
      })
    })
    stream.on('error', () => undefined)
  }

  get text(): string {
    return Buffer.concat(this.#chunks).toString('utf8')
  }

  /** The last lines, for a sentence on why a process failed. */
  get tail(): string {
    return lastLines(Buffer.concat(this.#chunks))
  }
}

/** Reads a stream that lives on between runs: keeps its end only, counts since the last `restart`. */
export class OutputTail {
  #tail = Buffer.alloc(0)
  #bytes = 0

  constructor(stream: Readable, onOverflow: () => void) {
    stream.on('data', (chunk: Buffer) => {
      this.#tail = Buffer.concat([this.#tail, chunk]).subarray(-TAIL_BYTES)
      this.#bytes += chunk.length
      if (this.#bytes > MAX_OUTPUT_BYTES) onOverflow()
    })
    stream.on('error', () => undefined)
  }

  restart() {
    this.#bytes = 0
    this.#tail = Buffer.alloc(0)
  }

  get text(): string {
    return lastLines(this.#tail)
  }
}

/** Frames of Node's own machine code, which it prints when it runs out of memory, say nothing to anybody. */
const NATIVE_FRAME = /^\s*\d+: 0x[0-9a-f]+ /

function lastLines(output: Buffer): string {
  const lines = output.subarray(-TAIL_BYTES).toString('utf8').trim().split('\n')
  return lines
    .filter((line) => !NATIVE_FRAME.test(line))
    .slice(-3)
    .join(' ')
}
