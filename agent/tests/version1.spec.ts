import { test } from '@japa/runner'
import { nodePlugin } from './support/packages.ts'
import { RunningAgent } from './support/running_agent.ts'

const BOUNDARY = 'e1c2a0'
const TYPE = { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` }

/** One part per entry; the value of `plugin` is a file, as 2016 cores send it. */
function multipart(parts: Record<string, Buffer | string>): Buffer {
  const pieces = Object.entries(parts).flatMap(([name, content]) => {
    const file = typeof content === 'string' ? '' : `; filename="${name}"`
    const head = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n`
    return [Buffer.from(head), Buffer.from(content), Buffer.from('\r\n')]
  })
  return Buffer.concat([...pieces, Buffer.from(`--${BOUNDARY}--\r\n`)])
}

test.group('Version 1', (group) => {
  let agent: RunningAgent
  group.setup(async () => {
    agent = await RunningAgent.start()
  })
  group.teardown(async () => void (await agent.end()))

  const update = (body: Buffer, headers: Record<string, string> = TYPE) => {
    return agent.request('/update-plugin/', { method: 'POST', body, headers })
  }
  const json = async (path: string) => {
    const reply = await agent.request(path)
    return { status: reply.status, ...reply.json }
  }

  test('answers a ping', async ({ assert }) => {
    const reply = await json('/ping/')
    assert.deepEqual(reply, { status: 200, success: true, message: 'pong' })
  })

  test('takes a plugin, compares its version and returns its data', async ({ assert }) => {
    const version = '/check-plugin-version/?plugin-id=one.whole&plugin-version='
    const required = (needed: boolean) => {
      return { 'status': 200, 'success': true, 'update-required': needed }
    }
    assert.deepEqual(await json(`${version}1.1`), required(true))

    const code = `return { value: 20, message: '', metrics: [{ name: 'm', value: 1 }] }`
    const archive = await nodePlugin(code, { id: 'one.whole', version: 1.1 })
    const body = multipart({ 'plugin-id': 'one.whole', 'plugin': archive })
    assert.deepEqual((await update(body)).json, { success: true })

    assert.deepEqual(await json(`${version}1.1`), required(false))
    assert.deepEqual(await json(`${version}1.0`), required(false))
    assert.deepEqual(await json(`${version}1.2`), required(true))
    const data = await json('/get-plugin-data/?plugin-id=one.whole')
    assert.deepEqual(data, { status: 200, success: true, value: 20, message: '' })
  })

  test('takes a file of signature and no id', async ({ assert }) => {
    const archive = await nodePlugin(`return { message: 'ok' }`, { id: 'one.signed' })
    const body = multipart({ plugin: archive, signature: Buffer.from('unread') })
    assert.deepEqual((await update(body)).json, { success: true })
    const data = await json('/get-plugin-data/?plugin-id=one.signed')
    assert.deepEqual(data, { status: 200, success: true, value: null, message: 'ok' })
  })

  test('says in words what it cannot do, with status 200', async ({ assert }) => {
    const failing = await nodePlugin(`throw new Error('no disk')`, { id: 'one.failing' })
    await update(multipart({ plugin: failing }))
    const refused = [
      '/check-plugin-version/',
      '/check-plugin-version/?plugin-id=a&plugin-version=b',
      '/get-plugin-data/',
      '/get-plugin-data/?plugin-id=one.absent',
      '/get-plugin-data/?plugin-id=..%2f..%2fetc',
      '/get-plugin-data/?plugin-id=one.failing',
    ]
    for (const path of refused) {
      const reply = await agent.request(path)
      assert.equal(reply.status, 200, path)
      assert.isFalse(reply.json.success, path)
      assert.isString(reply.json.message, path)
    }
    const { json: failed } = await agent.request('/get-plugin-data/?plugin-id=one.failing')
    assert.deepEqual(failed, { success: false, message: 'The plugin failed: no disk' })
  })

  test('refuses a package that is not the one announced', async ({ assert }) => {
    const archive = await nodePlugin('return { value: 1 }', { id: 'one.real' })
    const { json: reply } = await update(multipart({ 'plugin-id': 'one.other', 'plugin': archive }))
    assert.isFalse(reply.success)
    assert.match(String(reply.message), /"one.real", but "one.other" was announced/)
  })

  test('knows no other path or method', async ({ assert }) => {
    assert.equal((await agent.request('/ping')).status, 404)
    assert.equal((await agent.request('/ping/', { method: 'POST' })).status, 405)
    assert.equal((await agent.request('/update-plugin/')).status, 405)
  })

  test('survives broken multipart bodies', async ({ assert }) => {
    const archive = await nodePlugin('return { value: 1 }', { id: 'one.broken' })
    const part = (header: string) => {
      const head = `--${BOUNDARY}\r\n${header}\r\n\r\n`
      return Buffer.concat([Buffer.from(head), archive, Buffer.from(`\r\n--${BOUNDARY}--\r\n`)])
    }
    const named = 'Content-Disposition: form-data; name="plugin"'
    const broken: Buffer[] = [
      Buffer.alloc(0),
      Buffer.from(`--${BOUNDARY}`),
      Buffer.from(`--${BOUNDARY}--`),
      Buffer.from(`--${BOUNDARY}\r\n${named}`),
      Buffer.from(`--${BOUNDARY}\r\n${named}\r\n\r\nno end`),
      Buffer.concat([part(named).subarray(0, -`--${BOUNDARY}--\r\n`.length), part(named)]),
      part(`${named}\r\nX: ${'a'.repeat(240 * 1024)}`),
      part(`${named}; ${'filename*='.repeat(24 * 1024)}`),
      part('Content-Disposition: form-data'),
      part('Content-Disposition: form-data; name="__proto__"'),
      Buffer.from(`--${BOUNDARY}\r\n${named}\r\n\r\n\r\n`.repeat(20_000)),
    ]
    for (const [index, body] of broken.entries()) {
      const { status, json: reply } = await update(body)
      assert.equal(status, 200, `body ${index}`)
      assert.isFalse(reply.success, `body ${index}`)
    }
    for (const type of ['', 'text/plain', `multipart/form-data; boundary=${'b'.repeat(5000)}`]) {
      const { json: reply } = await update(part(named), { 'content-type': type })
      assert.isFalse(reply.success, type.slice(0, 40))
    }
    assert.equal((await agent.request('/ping/')).status, 200)
  })

  test('looks at no file name, however it is spelled', async ({ assert }) => {
    const archive = await nodePlugin('return { value: 1 }', { id: 'one.names' })
    const names = ["filename*=utf-8''%E0%A4%A", 'filename="../../etc/passwd"', 'filename=";\\"x']
    for (const name of names) {
      const head = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="plugin"; ${name}\r\n\r\n`
      const end = Buffer.from(`\r\n--${BOUNDARY}--\r\n`)
      const { json: reply } = await update(Buffer.concat([Buffer.from(head), archive, end]))
      assert.deepEqual(reply, { success: true }, name)
    }
  })
})
