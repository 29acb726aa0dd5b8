import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { connect } from 'node:tls'
import { test } from '@japa/runner'
import { RunningAgent } from './support/running_agent.ts'

function basic(text: string): string {
  return `Basic ${Buffer.from(text).toString('base64')}`
}

test.group('The key of the agent', (group) => {
  let agent: RunningAgent
  group.setup(async () => {
    agent = await RunningAgent.start()
  })
  group.teardown(async () => void (await agent.end()))

  test('is needed before anything else, at every path and method', async ({ assert }) => {
    const paths = ['/', '/ping/', '/v2/about', '/v2/run', '/nothing', '//', '/%zz', '/?a=%E0%A4%A']
    const methods = ['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS']
    const asked = paths.flatMap((path) => methods.map((method) => ({ path, method })))
    await Promise.all(
      asked.map(async ({ path, method }) => {
        const { status, headers } = await agent.request(path, { method, authorization: null })
        assert.equal(status, 401, `${method} ${path}`)
        assert.match(String(headers['www-authenticate']), /^Basic realm=/)
      })
    )
  })

  test('is not found in anything that only looks like it', async ({ assert }) => {
    const { key } = agent
    const wrong = [
      '',
      'Basic',
      'Basic ',
      'Basic !!!!',
      `Bearer ${key}`,
      basic(key),
      basic(`core:${key} `),
      basic(`core:${key.slice(1)}`),
      basic(`core:${key}x`),
      basic(`Core:${key}`),
      basic(`:${key}`),
      basic('core:'),
      basic(`core:${key}:`),
      basic(`core\0:${key}`),
      `${basic(`core:${key}`)}, Basic x`,
      basic('a'.repeat(8000)),
    ]
    const replies = wrong.map((authorization) => agent.request('/ping/', { authorization }))
    for (const [index, { status }] of (await Promise.all(replies)).entries()) {
      assert.equal(status, 401, wrong[index])
    }
  })

  test('is never slowed or locked out by wrong ones', async ({ assert }) => {
    const wrong = Array.from({ length: 20 }, () => {
      return agent.request('/ping/', { authorization: basic('core:guess') })
    })
    // The guesses before were more than the free ones: these answers are all held back.
    const right = agent.request('/ping/')
    const first = await Promise.race([right, ...wrong])
    assert.equal(first.status, 200)
    for (const { status } of await Promise.all(wrong)) assert.equal(status, 401)
  })

  test('is asked for before a body is read', async ({ assert }) => {
    const body = Buffer.alloc(20 * 1024 * 1024)
    const reply = agent.request('/v2/plugins/a', {
      method: 'PUT',
      authorization: null,
      headers: { 'content-length': body.length, 'expect': '100-continue' },
    })
    assert.equal((await reply).status, 401)
  })

  test('is needed for tunnels, upgrades and unknown expectations too', async ({ assert }) => {
    const asked = [
      'CONNECT example.org:443 HTTP/1.1\r\nHost: a\r\n\r\n',
      'GET /ping/ HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n',
      'PUT /v2/plugins/a HTTP/1.1\r\nHost: a\r\nExpect: magic\r\nContent-Length: 1\r\n\r\nx',
      'GET https://elsewhere/ping/ HTTP/1.1\r\nHost: a\r\n\r\n',
      'OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n',
    ]
    for (const text of asked) {
      const socket = connect({ port: agent.port, host: '127.0.0.1', ca: agent.certificate })
      socket.write(text)
      const [reply] = (await once(socket, 'data')) as [Buffer]
      assert.match(reply.toString(), /^HTTP\/1\.1 401 /, text)
      assert.match(reply.toString(), /www-authenticate: basic/i, text)
      socket.destroy()
    }
  })

  test('is not kept in clear anywhere in the folder', async ({ assert }) => {
    const names = readdirSync(agent.folder, { recursive: true, withFileTypes: true })
    const files = names.filter((entry) => entry.isFile())
    assert.isAbove(files.length, 2)
    for (const file of files) {
      assert.notInclude(readFileSync(join(file.parentPath, file.name), 'utf8'), agent.key)
    }
  })

  test('is asked for over TLS 1.2 or better only', async ({ assert }) => {
    const socket = connect({
      port: agent.port,
      host: '127.0.0.1',
      ca: agent.certificate,
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1.1',
      ciphers: 'ALL:@SECLEVEL=0',
    })
    const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException]
    assert.match(error.message, /protocol version|unsupported protocol/i)
  })

  test('is used over a session that is resumed', async ({ assert }) => {
    const options = { port: agent.port, host: '127.0.0.1', ca: agent.certificate }
    const first = connect({ ...options, maxVersion: 'TLSv1.2' })
    const [session] = (await once(first, 'session')) as [Buffer]
    first.destroy()
    const second = connect({ ...options, maxVersion: 'TLSv1.2', session })
    await once(second, 'secureConnect')
    assert.isTrue(second.isSessionReused())
    second.destroy()
  })
})
