import { test } from '@japa/runner'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { explainNetwork } from '../../../app/monitoring/alert/modules/explain_network.ts'
import { post } from '../../../app/monitoring/alert/modules/post.ts'
import { WebServer, type Answering } from './web_server.ts'

const KIB = 1024

test.group('One POST to somebody outside', (group) => {
  const running: { stop(): Promise<void> }[] = []
  group.each.teardown(async () => {
    for (const server of running.splice(0)) await server.stop()
  })

  async function start(answering: Answering) {
    const server = await WebServer.start(answering)
    running.push(server)
    return server
  }

  /** A server that says these bytes to whoever connects. */
  async function startSaying(bytes: string): Promise<string> {
    const server = createServer((socket) => socket.on('error', () => undefined).end(bytes))
    await once(server.listen(0, '127.0.0.1'), 'listening')
    running.push({ stop: async () => void server.close() })
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  }

  function send(url: string, deadlineMs = 10_000) {
    return post({ url, headers: { 'x-test': 'yes' }, body: '{"ä":1}' }, deadlineMs)
  }

  test('carries path, question, headers and body, and asks for no compression', async ({
    assert,
  }) => {
    const server = await start(() => ({ status: 202, body: 'thanks' }))
    const posted = await send(`${server.url}/a%20b?c=d`)
    assert.deepEqual(posted, { status: 202, text: 'thanks', isTooLong: false })
    const [{ method, path, headers, body }] = server.requests
    assert.deepEqual([method, path, body], ['POST', '/a%20b?c=d', '{"ä":1}'])
    assert.equal(headers['x-test'], 'yes')
    assert.equal(headers['user-agent'], 'Prophasis')
    assert.equal(headers['content-length'], '8')
    assert.isUndefined(headers['accept-encoding'])
  })

  test('takes no proxy from the environment', async ({ assert, cleanup }) => {
    const proxy = await start(() => ({ status: 502 }))
    const server = await start(() => ({ status: 200 }))
    for (const name of ['HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'NODE_USE_ENV_PROXY']) {
      const before = process.env[name]
      process.env[name] = name === 'NODE_USE_ENV_PROXY' ? '1' : proxy.url
      cleanup(() => {
        if (before === undefined) delete process.env[name]
        else process.env[name] = before
      })
    }
    assert.include(await send(server.url), { status: 200 })
    assert.lengthOf(proxy.requests, 0)
  })

  test('follows nobody elsewhere', async ({ assert }) => {
    const other = await start(() => ({ status: 200 }))
    const server = await start(() => ({ status: 307, headers: { location: other.url } }))
    assert.include(await send(server.url), { status: 307 })
    assert.lengthOf(other.requests, 0)
  })

  test('reads 64 KiB, and not a byte more', async ({ assert }) => {
    const server = await start((_, index) => ({
      status: 200,
      body: 'x'.repeat(64 * KIB + index),
    }))
    assert.deepEqual(await send(server.url), {
      status: 200,
      text: 'x'.repeat(64 * KIB),
      isTooLong: false,
    })
    assert.deepEqual(await send(server.url), {
      status: 200,
      text: 'x'.repeat(64 * KIB),
      isTooLong: true,
    })
  })

  test('leaves an answer that does not end', async ({ assert }) => {
    const server = await start(() => 'endless')
    assert.include(await send(server.url), { status: 200, isTooLong: true })
  })

  test('unpacks nothing', async ({ assert }) => {
    const bomb = gzipSync(Buffer.alloc(10 * KIB * KIB)).toString('latin1')
    const headers = { 'content-encoding': 'gzip' }
    const server = await start(() => ({ status: 200, headers, body: bomb }))
    const posted = await send(server.url)
    assert.isTrue('text' in posted && posted.text.length < 64 * KIB)
  })

  test('says of {what} that it is no answer')
    .with([
      { what: 'another protocol', bytes: 'SSH-2.0-OpenSSH_9.2\r\n', sentence: /is not HTTP/ },
      { what: 'silence', bytes: '', sentence: /broke off/ },
      { what: 'half a head', bytes: 'HTTP/1.1 200 OK\r\nContent-', sentence: /broke off/ },
      {
        what: 'a head without an end',
        bytes: `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(1024 * KIB)}`,
        sentence: /broke off/,
      },
      {
        what: 'two lengths',
        bytes: 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx',
        sentence: /broke off/,
      },
    ])
    .run(async ({ assert }, { bytes, sentence }) => {
      const posted = await send(await startSaying(bytes))
      if (!('failure' in posted)) throw new Error(JSON.stringify(posted))
      const where = 'The server'
      assert.match(explainNetwork(posted.failure, { where, host: 'x' }), sentence)
    })

  test('says that TLS is not spoken at a plain port', async ({ assert }) => {
    const server = await start(() => ({ status: 200 }))
    const posted = await send(server.url.replace('http:', 'https:'))
    if (!('failure' in posted)) throw new Error(JSON.stringify(posted))
    const sentence = explainNetwork(posted.failure, { where: 'The server', host: 'x' })
    assert.equal(
      sentence,
      'The server does not speak TLS on this port. Check the address in the alert.'
    )
  })

  test('ends at its deadline whatever trickles in', async ({ assert }) => {
    const server = await start(() => 'nothing')
    const posted = await send(server.url, 200)
    assert.include(posted, { passedDeadlineMs: 200 })
  })
})

test.group('Why a connection did not work', () => {
  test('{code} has a sentence that says what to do')
    .with([
      { code: 'EAI_AGAIN', sentence: /cannot be looked up now\. Check that this appliance/ },
      { code: 'EHOSTUNREACH', sentence: /cannot be reached from here\. We try again/ },
      { code: 'ENETUNREACH', sentence: /cannot be reached from here\. We try again/ },
      { code: 'ETIMEDOUT', sentence: /does not answer\. We try again/ },
      { code: 'CERT_HAS_EXPIRED', sentence: /is out of date\. Ask who runs it/ },
      { code: 'ECONNRESET', sentence: /broke off: ECONNRESET\. We try again/ },
    ])
    .run(({ assert }, { code, sentence }) => {
      const error = Object.assign(new Error(''), { code })
      const to = { where: 'The server at x:1', host: 'x' }
      assert.match(explainNetwork(error, to), sentence)
      const several = Object.assign(new AggregateError([error, error]), { code: 'OTHER' })
      assert.match(explainNetwork(several, to), sentence, 'of each address of a name')
    })
})
