import type { IncomingMessage, ServerResponse } from 'node:http'
import type { MockHostData } from './mock_data.ts'
import type { MockHost, PackageReader } from './mock_host.ts'
import { sendReply } from './send.ts'

/** One authenticated request to one of the hosts, and its reply. */
export interface MockExchange {
  request: IncomingMessage
  response: ServerResponse
  query: URLSearchParams
  /** What follows the fixed part of the path, undecoded. */
  pathTail: string
  host: MockHost
  data: MockHostData
  packages: PackageReader
}

/** Replies with JSON, unless something is to go wrong with all that this host is asked. */
export function replyJson({ response, data }: MockExchange, json: unknown) {
  const reply = { status: 200, body: Buffer.from(`${JSON.stringify(json)}\n`) }
  return sendReply(response, reply, data.fault)
}
