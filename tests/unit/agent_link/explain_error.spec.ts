import { createServer as createPlain } from 'node:net'
import type { AddressInfo } from 'node:net'
import { createServer, type Server } from 'node:https'
import { test } from '@japa/runner'
import { httpsAgentLink } from '../../../app/monitoring/agent_link/https_agent_link.ts'
import type { PluginAnswer } from '../../../agent/protocol/result.ts'
import { assignment } from '../../support/assignments.ts'
import { certificate } from '../alert/certificates.ts'

type Handler = Parameters<typeof createServer>[1]

/** Asks a host for one plugin and returns what the link makes of it. */
async function ask(port: number, changes: object = {}, timeoutSeconds = 10): Promise<PluginAnswer> {
  const own = assignment()
  Object.assign(own.host, { address: '127.0.0.1', port, ...changes })
  own.plugin.manifest.timeout_seconds = timeoutSeconds
  const link = httpsAgentLink(async () => ({ archive: Buffer.from(''), signature: null }))
  const answers: PluginAnswer[] = []
  await link.run(own.host, [own], (_, answer) => answers.push(answer))
  await link.stop()
  if (answers.length !== 1) throw new Error(`${answers.length} answers instead of one`)
  return answers[0]
}

async function withServer<T>(handler: Handler, use: (port: number) => Promise<T>): Promise<T> {
  const server: Server = createServer(certificate('loopback'), handler)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    return await use((server.address() as AddressInfo).port)
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

const trusting = { certificateCheck: 'none' }

test.group('What is said of an agent that cannot be asked', () => {
  test('nothing listens', async ({ assert }) => {
    const port = await withServer(undefined, async (taken) => taken)
    const answer = await ask(port)
    assert.equal(answer.type, 'connection_error')
    assert.include(answer.message, `127.0.0.1:${port}`)
    assert.include(answer.message, 'not running')
  })

  test('its certificate is another one', async ({ assert }) => {
    const pinned = { certificatePem: certificate('other-name').cert }
    const answer = await withServer(undefined, (port) => ask(port, pinned))
    assert.equal(answer.type, 'certificate_error')
    assert.include(answer.message, 'accept its new certificate')
  })

  test('the pinned certificate is accepted, whatever its name', async ({ assert }) => {
    const pinned = { certificatePem: certificate('loopback').cert }
    const line = '{"run":0,"type":"plugin","value":1,"message":"","metrics":[]}\n'
    const answer = await withServer(
      (_, response) => response.end(line),
      (port) => ask(port, pinned)
    )
    assert.equal(answer.type, 'plugin')
  })

  for (const [status, type] of [
    [401, 'authentication_error'],
    [429, 'request_error'],
    [500, 'request_error'],
  ] as const) {
    test(`it answers with status ${status}`, async ({ assert }) => {
      const answer = await withServer(
        (_, response) => response.writeHead(status).end('no'),
        (port) => ask(port, trusting)
      )
      assert.equal(answer.type, type)
      assert.match(answer.message, /\.$/)
    })
  }

  const BROKEN: [name: string, handler: Handler, type: string, words: RegExp][] = [
    ['says nothing', (_, response) => response.end(), 'request_error', /before this plugin/],
    ['talks nonsense', (_, response) => response.end('{}\n'), 'connection_error', /belongs to no/],
    ['sends 1 GB', (_, response) => response.end('a'.repeat(300_000)), 'request_error', /too long/],
    ['breaks off', (_, response) => response.socket!.destroy(), 'connection_error', /broke/],
  ]
  for (const [name, handler, type, words] of BROKEN) {
    test(`it ${name}`, async ({ assert }) => {
      const answer = await withServer(handler, (port) => ask(port, trusting))
      assert.equal(answer.type, type)
      assert.match(answer.message, words)
    })
  }

  test('something else answers', async ({ assert }) => {
    const server = createPlain((socket) => socket.end('SSH-2.0-OpenSSH\r\n'))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const answer = await ask((server.address() as AddressInfo).port)
    server.close()
    assert.equal(answer.type, 'connection_error')
  })

  test('its address makes no sense', async ({ assert }) => {
    const answer = await ask(1, { address: 'https://' })
    assert.equal(answer.type, 'connection_error')
  })

  test('it never answers', async ({ assert }) => {
    const answer = await withServer(
      () => {},
      (port) => ask(port, trusting, -4.8)
    )
    assert.equal(answer.type, 'connection_timeout')
    assert.include(answer.message, 'in time')
  })
})
