import { readFileSync, statSync } from 'node:fs'
import { UserError } from '../src/user_error.ts'
import { parseMockData, type MockHostData } from './mock_data.ts'

const NOTHING: MockHostData = { fault: {}, plugins: new Map() }
/** Two writes within one tick of the file system's clock look alike: a file that young is read again. */
const YOUNG_MS = 100

/** The file a mock agent answers from. It may be changed at any time: it is looked at for every request. */
export class MockFile {
  readonly #path: string
  readonly #complain: (sentence: string) => void
  #hosts: Map<string, MockHostData>
  #stamp = ''
  #trouble = ''

  /** Throws a `UserError` when it cannot be used. `complain` is told of later troubles, once each. */
  constructor(path: string, complain: (sentence: string) => void) {
    this.#path = path
    this.#complain = complain
    this.#hosts = this.#read()
    this.#stamp = this.#stampNow()
  }

  /** The data for a Host header; that of the name alone when there is none for name and port. */
  hostOf(header: string): MockHostData {
    this.#refresh()
    const name = header.toLowerCase()
    return this.#hosts.get(name) ?? this.#hosts.get(name.replace(/:\d+$/, '')) ?? NOTHING
  }

  #refresh() {
    const stamp = this.#stampNow()
    if (stamp === this.#stamp) return
    this.#stamp = stamp
    try {
      this.#hosts = this.#read()
      this.#trouble = ''
    } catch (error) {
      const { message } = error as Error
      if (message !== this.#trouble)
        this.#complain(`${message} What was in it before is still answered.`)
      this.#trouble = message
    }
  }

  #read(): Map<string, MockHostData> {
    try {
      return parseMockData(readFileSync(this.#path, 'utf8'))
    } catch (error) {
      throw new UserError(`${this.#path} cannot be used: ${(error as Error).message}`)
    }
  }

  /** The same as long as the file is. */
  #stampNow(): string {
    const facts = statSync(this.#path, { bigint: true, throwIfNoEntry: false })
    if (!facts) return 'missing'
    const isYoung = Date.now() - Number(facts.mtimeMs) < YOUNG_MS
    return `${facts.mtimeNs} ${facts.size} ${facts.ino}${isYoung ? ` ${process.hrtime.bigint()}` : ''}`
  }
}
