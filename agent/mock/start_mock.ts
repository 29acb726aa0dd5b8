import { once } from 'node:events'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { UserError } from '../src/user_error.ts'
import { answer, type MockAgents } from './answer.ts'
import { certificateBeside, type MockCertificate } from './mock_certificate.ts'
import { MockFile } from './mock_file.ts'
import { PackageReader } from './mock_host.ts'

export interface MockSettings {
  /** Path of the JSON file that says what the hosts answer. */
  file: string
  host: string
  /** 0: any free one. */
  port: number
  /** Undefined: every key is taken. */
  key?: string
  /** 1: as agents of 2016, without version 2 of the protocol. */
  version: 1 | 2
  /** Is told, in a sentence, when the file cannot be used at the moment. */
  complain(sentence: string): void
}

export interface RunningMock {
  port: number
  certificate: Pick<MockCertificate, 'certificatePem' | 'path' | 'fingerprint'>
  stop(): Promise<void>
}

/** Starts agents for all the hosts of a file, on one port. Throws a `UserError` when that cannot be. */
export async function startMock(settings: MockSettings): Promise<RunningMock> {
  const { file, key, version } = settings
  const agents: MockAgents = {
    ...{ key, version, hosts: new Map(), packages: new PackageReader() },
    file: new MockFile(file, settings.complain),
  }
  const certificate = certificateBeside(file, new Date())
  const server = createMockServer(agents, certificate)
  await listen(server, settings)
  return {
    port: (server.address() as AddressInfo).port,
    certificate,
    async stop() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

function createMockServer(agents: MockAgents, certificate: MockCertificate): Server {
  const server = createServer({
    cert: certificate.certificatePem,
    key: certificate.privateKeyPem,
    minVersion: 'TLSv1.2',
    keepAliveTimeout: 120_000,
    // Slow answers are what this is for.
    requestTimeout: 0,
  })
  server.on('request', (request, response) => void answer(agents, request, response))
  server.on('tlsClientError', (_error, socket) => socket.destroy())
  return server
}

async function listen(server: Server, { host, port }: MockSettings) {
  try {
    // Thousands of hosts connect at the same moment.
    server.listen({ host, port, backlog: 4096 })
    await once(server, 'listening')
  } catch (error) {
    throw new UserError(
      `The mock agent cannot listen on ${host}:${port}: ${(error as Error).message}. Choose another port with --port.`
    )
  }
}
