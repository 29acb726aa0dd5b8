import type { AlertModule, DeliveryContext } from '../../../app/monitoring/alert/modules/module.ts'
import { emailFixture } from './fixtures/email.ts'
import { ntfyFixture, pushbulletFixture, webhookFixture } from './fixtures/web.ts'
import { callFixture, smsFixture } from './fixtures/phone.ts'
import { syslogFixture } from './fixtures/syslog.ts'
import type { Answering } from './web_server.ts'

/** A message as its receiver reads it. */
export interface Arrival {
  /** Everything but the words: headers, fields, elements, recipients. */
  shape: unknown
  /** What people read. */
  texts: string[]
}

/** A real server that a module sends to. */
export interface Receiver {
  options: Record<string, unknown>
  mail?: DeliveryContext['mail']
  /** Waits for the next message. */
  arrival(): Promise<Arrival>
  stop(): Promise<void>
}

/** What the contract has to know of one module. */
export interface Fixture {
  module: string
  /** Every option there is, each in a form that is kept as it is. */
  options: Record<string, unknown>
  /** Values of `options` that must never be shown. */
  secrets: string[]
  /** Options that tell somebody else. */
  others: Record<string, unknown>[]
  /** The module with this little patience. */
  hasty(deadlineMs: number): AlertModule<never>
  /** Ways to speak with it, each with a server on loopback. */
  ways: Record<string, () => Promise<Receiver>>
  /** A server that takes the connection and then says nothing; nobody notices that of a way without answers. */
  mute(): Promise<Receiver>
  /** The same options for another machine. */
  at(options: Record<string, unknown>, host: string): Record<string, unknown>
  /** Servers over TLS. */
  encrypted?(identity: 'loopback' | 'other-name'): Promise<Receiver>
  /** Only of modules that speak HTTP. */
  http?: {
    answering(answering: Answering): Promise<Receiver & { requests: { path: string }[] }>
    /** An answer that counts as taken. */
    good: { status: number; body?: string }
    /** A good answer that never ends. */
    endless: 'sent' | 'retry'
  }
}

export const FIXTURES: Fixture[] = [
  emailFixture,
  smsFixture,
  callFixture,
  ntfyFixture,
  pushbulletFixture,
  webhookFixture,
  syslogFixture,
]
