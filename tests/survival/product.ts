import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { freePort } from '../../agent/tests/support/agent_process.ts'
import { eventually } from '../support/eventually.ts'
import type { PageClient } from '../support/page_client.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const program = join(root, 'build', 'bin', 'prophasis.js')

const ANNA = { name: 'Anna', email: 'anna@example.com', password: 'plum-tree in May' }

/** Builds the product as `npm start` does, unless that was done. */
export async function buildProduct() {
  if (existsSync(program)) return
  const build = spawn(process.execPath, [join(root, 'bin', 'build.ts')], { stdio: 'inherit' })
  const [code] = await once(build, 'exit')
  if (code !== 0) throw new Error('The product could not be built.')
}

/** The built product in a data folder of its own, as `npm start` runs it. */
export class Product {
  readonly folder: string
  port = 0
  said = ''
  process: ChildProcess | undefined
  #agentPort = 0

  /** @param below a folder that only its owner may enter, by default a new one */
  private constructor(below: string) {
    this.folder = join(below, 'data')
  }

  static async make(below = mkdtempSync(join(tmpdir(), 'prophasis-survival-'))): Promise<Product> {
    const product = new Product(below)
    product.port = await freePort()
    product.#agentPort = await freePort()
    return product
  }

  /** @param changes settings beside the usual ones */
  launch(changes: Record<string, string> = {}): ChildProcess {
    const { DATABASE_URL: _, APP_KEY: __, NODE_ENV: ___, ...environment } = process.env
    const child = spawn(process.execPath, [program], {
      env: {
        ...environment,
        PROPHASIS_DATA_DIR: this.folder,
        PORT: String(this.port),
        HOST: '127.0.0.1',
        PROPHASIS_AGENT_PORT: String(this.#agentPort),
        ...changes,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.said = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (this.said += chunk.toString()))
    return child
  }

  /** Starts it and waits until it says where it runs. */
  async start(deadlineMs = 40_000) {
    this.process = this.launch()
    const { process: own } = this
    await eventually(
      `it runs; it said ${this.said}`,
      () => {
        if (own.exitCode !== null || own.signalCode !== null)
          throw new Error(`It ended: ${this.said}`)
        return this.said.includes('Prophasis runs at')
      },
      deadlineMs
    )
  }

  /** Runs it to its end. @returns the exit code and all that it said */
  async refusal(changes: Record<string, string> = {}) {
    const child = this.launch(changes)
    const [code] = await once(child, 'close')
    return { code: code as number, said: this.said.trim() }
  }

  /** The numbers of all processes that belong to this data folder, found by what they descend from or name. */
  processes(): number[] {
    const all = readProcesses()
    const found = new Set(
      all.filter((each) => each.words.includes(this.folder)).map((each) => each.pid)
    )
    const { pid, exitCode, signalCode } = this.process ?? {}
    if (pid && exitCode === null && signalCode === null) found.add(pid)
    for (let size = -1; size !== found.size;) {
      size = found.size
      for (const each of all) if (found.has(each.parent)) found.add(each.pid)
    }
    return [...found]
  }

  /** Those of them whose command line holds these words. */
  processesNaming(words: string): number[] {
    const own = new Set(this.processes())
    const named = readProcesses().filter((each) => each.words.includes(words))
    return named.map((each) => each.pid).filter((pid) => own.has(pid))
  }

  async query<Row>(sql: string, ...values: unknown[]): Promise<Row[]> {
    const url = readFileSync(join(this.folder, 'run', 'database.url'), 'utf8').trim()
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    try {
      return (await client.query(sql, values)).rows as Row[]
    } finally {
      await client.end()
    }
  }

  /** Does the set-up. @returns a browser in which the owner is signed in */
  async setUp(): Promise<PageClient> {
    // It needs a booted application, which the benchmark is not.
    const { PageClient: Browser } = await import('../support/page_client.ts')
    const browser = new Browser(`http://127.0.0.1:${this.port}`)
    const code = /set-up code: (\d+)/.exec(this.said)![1]
    await browser.get('/setup')
    const { location } = await browser.post('/setup', { ...ANNA, code })
    if (location !== '/') throw new Error('The set-up failed.')
    return browser
  }

  /** @returns what the server has logged, parsed */
  logged(): { level: number; msg: string }[] {
    const lines = readFileSync(join(this.folder, 'logs', 'server.log'), 'utf8')
      .trim()
      .split('\n')
    return lines.map((line) => JSON.parse(line))
  }

  /** Asks it to end. @returns the exit code */
  async stop(): Promise<number | null> {
    const { process: own } = this
    if (!own || own.exitCode !== null || own.signalCode !== null) return own?.exitCode ?? null
    const ended = once(own, 'exit')
    own.kill('SIGTERM')
    const [code] = await ended
    return code
  }

  remove() {
    for (const pid of this.processes()) endNow(pid)
    rmSync(join(this.folder, '..'), { recursive: true, force: true })
  }
}

/** SIGKILL; one that is gone already is fine. */
export function endNow(pid: number) {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

function readProcesses() {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return []
    try {
      const [, state, parent] = /\) (\w) (\d+)/.exec(readFileSync(`/proc/${name}/stat`, 'utf8'))!
      const words = readFileSync(`/proc/${name}/cmdline`, 'utf8') + environmentOf(name)
      return state === 'Z' ? [] : [{ pid: Number(name), parent: Number(parent), words }]
    } catch {
      return []
    }
  })
}

function environmentOf(pid: string): string {
  try {
    const text = readFileSync(`/proc/${pid}/environ`, 'utf8')
    return text.split('\0').find((each) => each.startsWith('PROPHASIS_DATA_DIR=')) ?? ''
  } catch {
    return ''
  }
}
