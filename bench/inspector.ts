import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Bench } from './bench.ts'
import { serverPid } from './processes.ts'
import type { CpuProfile } from './read_profile.ts'

const WORKER = 'app/jobs/core.js'

interface Result {
  profile?: CpuProfile
}

interface Message {
  id?: number
  method?: string
  params?: { sessionId?: string; message?: string; workerInfo?: { url: string } }
  result?: Result
}

/** A line to the inspector of the core: a worker only speaks through the inspector of its main thread. */
export class Inspector {
  #lastId = 0
  #sessionId = ''
  readonly #waiting = new Map<number, (result: Result) => void>()
  readonly #attached = Promise.withResolvers<void>()

  private constructor(readonly socket: WebSocket) {
    socket.addEventListener('message', ({ data }) => this.#hear(JSON.parse(String(data))))
  }

  /** @param bench one whose product was started with `--inspect-port=0` */
  static async of({ supervisor, product }: Bench): Promise<Inspector> {
    // Node opens its inspector at this signal.
    process.kill(serverPid(supervisor), 'SIGUSR1')
    const socket = new WebSocket(await addressIn(join(product.folder, 'logs', 'server.log')))
    await new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }))
    const inspector = new Inspector(socket)
    inspector.#send('NodeWorker.enable', { waitForDebuggerOnStart: false })
    await inspector.#attached.promise
    return inspector
  }

  ask(method: string, params = {}): Promise<Result> {
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

async function addressIn(log: string): Promise<string> {
  for (;;) {
    const found = /Debugger listening on (ws:\S+)/.exec(readFileSync(log, 'utf8'))
    if (found) return found[1]
    await pause(100)
  }
}
