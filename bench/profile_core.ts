import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Bench } from './bench.ts'
import { serverPid } from './processes.ts'
import type { CpuProfile } from './read_profile.ts'

const WORKER = 'app/jobs/core.js'

interface Message {
  id?: number
  method?: string
  params?: { sessionId?: string; message?: string; workerInfo?: { title: string; url: string } }
  result?: { profile?: CpuProfile }
}

/**
 * Samples the core, a thread of the server process, through the inspector.
 * @returns what ends that and gives the profile
 */
export async function profileCore(bench: Bench): Promise<() => Promise<CpuProfile>> {
  const inspector = await Inspector.of(bench)
  await inspector.ask('Profiler.enable')
  await inspector.ask('Profiler.setSamplingInterval', { interval: 500 })
  await inspector.ask('Profiler.start')
  return async () => {
    const { profile } = await inspector.ask('Profiler.stop')
    inspector.close()
    return profile!
  }
}

/** A line to the inspector of one worker: it only speaks through that of the main thread. */
class Inspector {
  #lastId = 0
  #sessionId = ''
  readonly #waiting = new Map<number, (result: NonNullable<Message['result']>) => void>()
  readonly #attached = Promise.withResolvers<void>()

  private constructor(readonly socket: WebSocket) {
    socket.addEventListener('message', ({ data }) => this.#hear(JSON.parse(String(data))))
  }

  static async of({ supervisor, product }: Bench): Promise<Inspector> {
    // Node opens its inspector at this signal.
    process.kill(serverPid(supervisor), 'SIGUSR1')
    const socket = new WebSocket(await addressIn(join(product.folder, 'logs')))
    await new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }))
    const inspector = new Inspector(socket)
    inspector.#send('NodeWorker.enable', { waitForDebuggerOnStart: false })
    await inspector.#attached.promise
    return inspector
  }

  /** Asks the worker. */
  ask(method: string, params = {}): Promise<NonNullable<Message['result']>> {
    const id = ++this.#lastId
    const message = JSON.stringify({ id, method, params })
    this.#send('NodeWorker.sendMessageToWorker', { sessionId: this.#sessionId, message })
    return new Promise((resolve) => this.#waiting.set(id, resolve))
  }

  close() {
    this.socket.close()
  }

  #send(method: string, params: Record<string, unknown>) {
    this.socket.send(JSON.stringify({ id: 1_000_000 + ++this.#lastId, method, params }))
  }

  #hear({ method, params }: Message) {
    if (method === 'NodeWorker.attachedToWorker' && params?.workerInfo?.url.endsWith(WORKER)) {
      this.#sessionId = params.sessionId!
      this.#attached.resolve()
    }
    if (method !== 'NodeWorker.receivedMessageFromWorker') return
    if (params?.sessionId !== this.#sessionId) return
    const { id, result } = JSON.parse(params.message!) as Message
    this.#waiting.get(id ?? 0)?.(result ?? {})
  }
}

async function addressIn(logs: string): Promise<string> {
  for (;;) {
    const said = readFileSync(join(logs, 'server.log'), 'utf8')
    const found = /Debugger listening on (ws:\S+)/.exec(said)
    if (found) return found[1]
    await pause(100)
  }
}
