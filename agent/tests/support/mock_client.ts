import { writeFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { request } from 'node:https'
import { join } from 'node:path'
import { startMock, type MockSettings, type RunningMock } from '../../mock/start_mock.ts'
import { temporaryFolder } from './temporary.ts'

export interface MockReply {
  status: number
  text: string
  json: Record<string, unknown>
}

export interface MockRequest {
  /** Host header: which of the agents is asked. */
  host?: string
  method?: string
  headers?: Record<string, string>
  body?: Buffer | string
  /** Null: no credentials at all. */
  key?: string | null
}

const started = new Set<MockAgent>()

/** Mock agents in this process, with a file that tests change. */
export class MockAgent {
  readonly file: string
  readonly complaints: string[]
  readonly running: RunningMock

  private constructor(file: string, complaints: string[], running: RunningMock) {
    this.file = file
    this.complaints = complaints
    this.running = running
  }

  static async start(data: unknown, changes: Partial<MockSettings> = {}): Promise<MockAgent> {
    const file = changes.file ?? join(temporaryFolder(), 'data.json')
    writeFileSync(file, JSON.stringify(data))
    const complaints: string[] = []
    const complain = (sentence: string) => void complaints.push(sentence)
    // All of 127.0.0.0/8, where every address is another machine.
    const settings = { host: '0.0.0.0', port: 0, version: 2 as const, complain, ...changes, file }
    const mock = new MockAgent(file, complaints, await startMock(settings))
    started.add(mock)
    return mock
  }

  /** After each test, however it ended: nothing may keep the process. */
  static async stopAll() {
    await Promise.all([...started].map((mock) => mock.stop()))
  }

  get port() {
    return this.running.port
  }

  /** What the agents answer from now on. */
  say(data: unknown) {
    writeFileSync(this.file, typeof data === 'string' ? data : JSON.stringify(data))
  }

  async stop() {
    if (started.delete(this)) await this.running.stop()
  }

  /** Rejects when the connection is cut before the end of the answer. */
  async ask(path: string, asked: MockRequest = {}): Promise<MockReply> {
    const response = await this.open(path, asked)
    const chunks: Buffer[] = []
    for await (const chunk of response) chunks.push(chunk as Buffer)
    const text = Buffer.concat(chunks).toString()
    return { status: response.statusCode ?? 0, text, json: objectIn(text) }
  }

  /** The answer as soon as its headers are there. */
  open(path: string, asked: MockRequest = {}): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const sent = this.send(path, asked)
      sent.on('response', resolve)
      sent.on('error', reject)
    })
  }

  /** A request that nobody waits for. */
  send(path: string, { host, method, headers, body, key = 'any' }: MockRequest = {}) {
    const credentials = `Basic ${Buffer.from(`core:${key}`).toString('base64')}`
    const sent = request({
      ...{ host: '127.0.0.1', port: this.port, path, method: method ?? 'GET', agent: false },
      ca: this.running.certificate.certificatePem,
      // The Host header is a made-up name; the certificate is known by itself.
      checkServerIdentity: () => undefined,
      headers: {
        host: host ?? `127.0.0.1:${this.port}`,
        ...headers,
        ...(key !== null && { authorization: credentials }),
      },
    })
    sent.end(body)
    return sent
  }
}

function objectIn(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>
  } catch {
    return {}
  }
}
