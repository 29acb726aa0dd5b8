import { createServer as createHttp } from 'node:http'
import { createServer as createPlain } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { createServer, type Server } from 'node:https'
import { gzipSync } from 'node:zlib'
import { test } from '@japa/runner'
import { httpsAgentLink } from '../../../app/monitoring/agent_link/https_agent_link.ts'
import { systemClock } from '../../../app/monitoring/clock.ts'
import type { PluginAnswer } from '../../../agent/protocol/result.ts'
import { makeCertificate } from '../../../agent/src/config/certificate.ts'
import { assignment } from '../../support/assignments.ts'
import { certificate } from '../alert/certificates.ts'

type Handler = Parameters<typeof createServer>[1]

/** Asks a host for one plugin and returns what the link makes of it. */
async function ask(port: number, changes: object = {}, timeoutSeconds = 10): Promise<PluginAnswer> {
  const own = assignment()
  Object.assign(own.host, { address: '127.0.0.1', port, ...changes })
  own.plugin.manifest.timeout_seconds = timeoutSeconds
  const link = httpsAgentLink({
    clock: systemClock,
    packageOf: async () => ({ archive: Buffer.from(''), signature: null }),
    remember: () => undefined,
  })
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

const endlessHeaders: Handler = (_, { socket }) => {
  socket!.write('HTTP/1.1 200 OK\r\n')
  socket!.end(`X-Long: ${'a'.repeat(20_000)}\r\n`.repeat(5))
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
    ['talks nonsense', (_, response) => response.end('{}\n'), 'request_error', /run is not/],
    [
      'answers what nobody asked for',
      (_, response) => response.end('{"run":1,"type":"update-required"}\n'),
      'request_error',
      /nobody asked/,
    ],
    ['has endless headers', endlessHeaders, 'request_error', /does not speak HTTP/],
    ['speaks no HTTP', (_, { socket }) => socket!.end('OK\r\n'), 'request_error', /speak HTTP/],
    [
      'packs its answer',
      (_, response) =>
        response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('a'.repeat(1e6))),
      'request_error',
      /compressed/,
    ],
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

  test('it speaks no HTTPS', async ({ assert }) => {
    const server = createHttp((_, response) => response.end('hello'))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const answer = await ask((server.address() as AddressInfo).port)
    server.close()
    assert.equal(answer.type, 'connection_error')
    assert.include(answer.message, 'speaks no HTTPS')
  })

  test('it takes the connection and never speaks', async ({ assert }) => {
    const sockets: Socket[] = []
    const server = createPlain((socket) => sockets.push(socket))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const answer = await ask((server.address() as AddressInfo).port, {}, -4.8)
    for (const socket of sockets) socket.destroy()
    server.close()
    assert.equal(answer.type, 'connection_timeout')
  })

  test('its name is known to no name server', async ({ assert }) => {
    const answer = await ask(4048, { address: 'no-such-host.invalid' })
    assert.equal(answer.type, 'connection_error')
    assert.include(answer.message, 'no-such-host.invalid:4048 cannot be found')
  })

  test('its certificate was valid long ago', async ({ assert }) => {
    const { certificatePem: cert, privateKeyPem: key } = makeCertificate(
      ['localhost'],
      new Date('2001-01-01')
    )
    const server = createServer({ cert, key })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const answer = await ask(port, { certificatePem: cert })
    server.close()
    assert.equal(answer.type, 'certificate_error')
    assert.include(answer.message, 'not valid today')
  })

  test('nothing is asked for that would be packed', async ({ assert }) => {
    const asked: unknown[] = []
    await withServer(
      ({ headers }, response) => {
        asked.push(headers['accept-encoding'])
        response.end()
      },
      (port) => ask(port, trusting)
    )
    assert.deepEqual(asked, [undefined])
  })

  test('its address would carry the key in plain sight', async ({ assert }) => {
    const answer = await ask(1, { address: 'http://127.0.0.1/box1' })
    assert.equal(answer.type, 'connection_error')
    assert.include(answer.message, 'must begin with https://')
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
