import { Agent as ConnectionPool, request } from 'node:https'
import { join } from 'node:path'
import type { RunLine, RunRequest } from '../../protocol/run.ts'
import { digestOf, readPackage } from '../../protocol/package.ts'
import { endProcess, freePort, setUpAgent, startProcess } from './agent_process.ts'
import { temporaryFolder } from './temporary.ts'

export interface Reply {
  status: number
  headers: Record<string, unknown>
  body: Buffer
  json: Record<string, unknown>
}

export interface RequestOptions {
  method?: string
  headers?: Record<string, string | number>
  body?: Buffer | string
  /** Authorization header; undefined: the right one, null: none. */
  authorization?: string | null
  /** On a connection of its own. */
  fresh?: boolean
}

/** An agent process on loopback, spoken to over HTTPS with its certificate verified. */
export class RunningAgent {
  readonly folder: string
  readonly key: string
  readonly certificate: string
  #process: Awaited<ReturnType<typeof startProcess>>
  readonly #pool: ConnectionPool

  private constructor(
    folder: string,
    key: string,
    certificate: string,
    process: Awaited<ReturnType<typeof startProcess>>
  ) {
    this.folder = folder
    this.key = key
    this.certificate = certificate
    this.#process = process
    this.#pool = new ConnectionPool({ keepAlive: true, maxSockets: 30 })
  }

  static async start(): Promise<RunningAgent> {
    const folder = temporaryFolder()
    const setup = await setUpAgent(folder, ['--port', String(await freePort())])
    const process = await startProcess(folder)
    return new RunningAgent(folder, setup.key!, setup.certificate_pem, process)
  }

  get port() {
    return this.#process.port
  }

  get child() {
    return this.#process.child
  }

  get said() {
    return this.#process.said.join('')
  }

  async restart(signal: NodeJS.Signals = 'SIGTERM') {
    await endProcess(this.child, signal)
    this.#process = await startProcess(this.folder)
  }

  async end(): Promise<number | null> {
    this.#pool.destroy()
    return endProcess(this.child)
  }

  /** The folder a plugin gets as `context.dataFolder`. */
  dataFolderOf(id: string): string {
    return join(this.folder, 'data', 'plugin-data', id)
  }

  request(path: string, options: RequestOptions = {}): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const sent = request(this.requestOptions(path, options), (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () => {
          const body = Buffer.concat(chunks)
          const { statusCode: status = 0, headers } = response
          resolve({ status, headers, body, json: objectIn(body) })
        })
      })
      sent.on('error', reject)
      sent.end(options.body)
    })
  }

  requestOptions(path: string, { method, headers, authorization, fresh }: RequestOptions) {
    const right = `Basic ${Buffer.from(`core:${this.key}`).toString('base64')}`
    const sent = authorization === undefined ? right : authorization
    return {
      host: '127.0.0.1',
      port: this.port,
      path,
      method: method ?? 'GET',
      ca: this.certificate,
      agent: fresh ? (false as const) : this.#pool,
      headers: { ...headers, ...(sent === null ? {} : { authorization: sent }) },
    }
  }

  put(id: string, archive: Buffer): Promise<Reply> {
    return this.request(`/v2/plugins/${id}`, { method: 'PUT', body: archive })
  }

  async runList(runs: RunRequest[]): Promise<RunLine[]> {
    const body = JSON.stringify({ runs })
    const reply = await this.request('/v2/run', { method: 'POST', body })
    if (reply.status !== 200) throw new Error(`status ${reply.status}: ${reply.body.toString()}`)
    const lines = reply.body.toString().trimEnd().split('\n')
    return lines.map((line) => JSON.parse(line) as RunLine)
  }

  /** Installs the package and runs it once. */
  async installAndRun(archive: Buffer, overrides: Partial<RunRequest> = {}): Promise<RunLine> {
    const run = await runRequestFor(archive, overrides)
    const installed = await this.put(run.plugin, archive)
    if (installed.status !== 200) throw new Error(installed.body.toString())
    return (await this.runList([run]))[0]!
  }
}

export async function runRequestFor(
  archive: Buffer,
  overrides: Partial<RunRequest> = {}
): Promise<RunRequest> {
  const { manifest } = await readPackage(archive)
  return {
    plugin: manifest.id,
    version: manifest.version,
    digest: digestOf(archive),
    arguments: {},
    timeout_seconds: 10,
    ...overrides,
  }
}

function objectIn(body: Buffer): Record<string, unknown> {
  try {
    return JSON.parse(body.toString()) as Record<string, unknown>
  } catch {
    return {}
  }
}
