/** The agent sent more than is read of any answer. */
export class AnswerTooLong extends Error {}

/** Splits UTF-8 that arrives in pieces into its lines, without the empty ones and without spaces around. */
export class LineReader {
  // Put together once per line: an agent that sends byte by byte would have all of it copied for every byte.
  #pending: Buffer[] = []
  #total = 0

  /**
   * @param maxBytes of all that is read
   * @param onLine is called for every line as soon as it is complete
   */
  constructor(
    private readonly maxBytes: number,
    private readonly onLine: (line: string) => void
  ) {}

  /** @throws AnswerTooLong; whatever `onLine` throws */
  push(chunk: Buffer) {
    this.#total += chunk.length
    if (this.#total > this.maxBytes)
      throw new AnswerTooLong(`The answer is longer than ${this.maxBytes} bytes.`)
    let start = 0
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      this.#take(chunk.subarray(start, end))
      start = end + 1
    }
    if (start < chunk.length) this.#pending.push(start === 0 ? chunk : chunk.subarray(start))
  }

  /** What came after the last end of line is a line too. */
  end() {
    this.#take(undefined)
  }

  #take(last: Buffer | undefined) {
    const isWhole = this.#pending.length === 0
    if (last && !isWhole) this.#pending.push(last)
    const bytes = isWhole ? last : Buffer.concat(this.#pending)
    this.#pending = []
    const line = bytes?.toString('utf8').trim() ?? ''
    if (line !== '') this.onLine(line)
  }
}
