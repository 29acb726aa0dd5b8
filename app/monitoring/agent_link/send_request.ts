import type { IncomingHttpHeaders } from 'node:http'
import type { Dispatcher } from 'undici'
import { AgentRefusal, failure } from './agent_link.ts'
import type { Connection } from './connection.ts'
import { LineReader } from './read_lines.ts'

/** All that is read of one answer, in bytes. */
export const MAX_ANSWER_BYTES = 256 * 1024
/** What the network and the agent itself may take beyond the plugins. */
export const SLACK_MS = 5000
/** For bringing a package to an agent. */
export const PUSH_DEADLINE_MS = 60_000

export interface AgentRequest {
  method: 'GET' | 'POST' | 'PUT'
  path: string
  headers?: Record<string, string>
  body?: Buffer | string
  /** From the first byte sent to the last one received. */
  deadlineMs: number
}

/** An answer that has been read to its end: its lines, put together again. */
export interface Reply {
  statusCode: number
  text: string
}

/**
 * Sends one request to an agent and reads all of the answer. Written on the lowest level of the client, because every
 * check comes by here: streams, iterators and signals cost more than all else that is done for a check.
 * @param onLine takes the lines of an answer with status 200 as they arrive, which are not in `text` then; what it
 *   throws ends the connection
 * @throws AgentRefusal when the agent does not accept the key, or answers in a form nobody asked for
 */
export function sendRequest(
  connection: Connection,
  request: AgentRequest,
  onLine?: (line: string) => void
): Promise<Reply> {
  const { deadlineMs, path, headers, ...rest } = request
  return new Promise((resolve, reject) => {
    connection.client.dispatch(
      {
        ...rest,
        path: connection.pathPrefix + path,
        headers: { authorization: connection.authorization, ...headers },
      },
      new AnswerReader({ deadlineMs, onLine, resolve, reject })
    )
  })
}

interface AnswerReaderParts {
  deadlineMs: number
  onLine?: (line: string) => void
  resolve(reply: Reply): void
  reject(error: unknown): void
}

/** Reads one answer. An end by us closes the connection: nobody reads what still comes. */
class AnswerReader implements Dispatcher.DispatchHandler {
  readonly #deadline: NodeJS.Timeout
  readonly #lines: string[] = []
  #reader: LineReader | undefined
  #controller: Dispatcher.DispatchController | undefined
  #statusCode = 0
  #isLate = false

  constructor(private readonly parts: AnswerReaderParts) {
    this.#deadline = setTimeout(() => this.#passDeadline(), parts.deadlineMs).unref()
  }

  onRequestStart(controller: Dispatcher.DispatchController) {
    this.#controller = controller
    if (this.#isLate) controller.abort(new DeadlinePassed())
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    statusCode: number,
    headers: IncomingHttpHeaders
  ) {
    if (statusCode < 200) return
    const refusal = refusalOf(statusCode, headers['content-encoding'])
    if (refusal !== null) return controller.abort(new AgentRefusal(refusal))
    this.#statusCode = statusCode
    const onLine = statusCode === 200 ? this.parts.onLine : undefined
    this.#reader = new LineReader(
      MAX_ANSWER_BYTES,
      onLine ?? ((line) => void this.#lines.push(line))
    )
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer) {
    this.#read(controller, (reader) => reader.push(chunk))
  }

  onResponseEnd(controller: Dispatcher.DispatchController) {
    if (!this.#read(controller, (reader) => reader.end())) return
    clearTimeout(this.#deadline)
    this.parts.resolve({ statusCode: this.#statusCode, text: this.#lines.join('\n') })
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error) {
    clearTimeout(this.#deadline)
    this.parts.reject(error)
  }

  #read(controller: Dispatcher.DispatchController, step: (reader: LineReader) => void): boolean {
    try {
      if (this.#reader) step(this.#reader)
      return true
    } catch (error) {
      // The request may be complete by now, and then nobody else tells.
      this.parts.reject(error)
      controller.abort(error as Error)
      return false
    }
  }

  /** Without a connection yet, it ends when there is one, or by the deadline of connecting. */
  #passDeadline() {
    this.#isLate = true
    this.#controller?.abort(new DeadlinePassed())
  }
}

/** The whole request took longer than it may. */
class DeadlinePassed extends Error {
  override name = 'TimeoutError'
}

/** @returns what a status says that means no answer */
export function refusedWith(statusCode: number) {
  if (statusCode === 429)
    return failure('request_error', 'The agent is still running a plugin for somebody else.')
  return failure('request_error', `The agent refused the request with status ${statusCode}.`)
}

function refusalOf(statusCode: number, encoding: string | string[] | undefined) {
  if (statusCode === 401)
    return failure(
      'authentication_error',
      'The agent does not accept our key. Repair the machine to give it a new one.'
    )
  // A few bytes may unpack to gigabytes, so nothing is ever unpacked.
  if (encoding !== undefined && encoding !== 'identity')
    return failure(
      'request_error',
      'The agent compressed its answer, which nobody asked for. Look for a proxy that does so.'
    )
  return null
}
