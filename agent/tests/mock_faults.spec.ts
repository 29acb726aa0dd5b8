import { once } from 'node:events'
import { test } from '@japa/runner'
import { MockAgent } from './support/mock_client.ts'
import { ID, WEB, dataOf, packed, runOn, withFault } from './support/mock_requests.ts'

/** How both versions are asked for the plugin. */
const VERSIONS: [name: string, ask: (mock: MockAgent) => ReturnType<MockAgent['ask']>][] = [
  ['version 1', (mock) => dataOf(mock)],
  ['version 2', async (mock) => runOn(mock, await packed())],
]

test.group('Faults of a mock agent', (group) => {
  group.each.teardown(() => MockAgent.stopAll())

  for (const [name, ask] of VERSIONS) {
    test(`status, ${name}`, async ({ assert }) => {
      const mock = await withFault({ status: 503 })
      assert.equal((await ask(mock)).status, 503)
      assert.equal((await mock.ask('/ping/', WEB)).status, 200)
    })

    test(`raw, ${name}`, async ({ assert }) => {
      const mock = await withFault({ raw: 'no JSON' })
      assert.equal((await ask(mock)).text.trim(), 'no JSON')
      mock.say({ web: { [ID]: { raw: { base64: 'AAE=' } } } })
      assert.equal((await ask(mock)).text.trim(), '\u0000\u0001')
    })

    for (const close of ['before', 'after_headers', 'middle']) {
      test(`close ${close}, ${name}`, async ({ assert }) => {
        const mock = await withFault({ close })
        await assert.rejects(() => ask(mock), /hang up|aborted|ECONNRESET/)
        assert.equal((await mock.ask('/ping/', WEB)).status, 200)
      })
    }
  }

  test('close after_headers and middle leave what comes before', async ({ assert }) => {
    const mock = await withFault({ close: 'middle' })
    const response = await mock.open(`/get-plugin-data/?plugin-id=${ID}`, WEB)
    const chunks: Buffer[] = []
    response.on('data', (chunk: Buffer) => chunks.push(chunk))
    await once(response, 'error')
    assert.equal(Buffer.concat(chunks).toString(), '{"success":true,"value')
    mock.say({ web: { [ID]: { close: 'after_headers' } } })
    const empty = await mock.open(`/get-plugin-data/?plugin-id=${ID}`, WEB)
    assert.equal(empty.statusCode, 200)
    empty.on('error', () => undefined).destroy()
  })

  test('delay_ms holds up one machine and nobody else', async ({ assert }) => {
    const mock = await withFault({}, { delay_ms: 60_000 })
    const waiting = mock.send('/ping/', WEB).on('error', () => undefined)
    let isAnswered = false
    waiting.on('response', () => (isAnswered = true))
    assert.equal((await mock.ask('/ping/', { host: 'web-2' })).status, 200)
    assert.isFalse(isAnswered)
    waiting.destroy()
  })

  test('slow_bytes_per_s sends byte after byte', async ({ assert }) => {
    const mock = await withFault({ raw: 'abc', slow_bytes_per_s: 20 })
    const response = await mock.open(`/get-plugin-data/?plugin-id=${ID}`, WEB)
    const sizes: number[] = []
    for await (const chunk of response) sizes.push((chunk as Buffer).length)
    assert.deepEqual(sizes, [1, 1, 1])
  })

  test('endless has no end', async ({ assert }) => {
    const mock = await withFault({ endless: true })
    const response = await mock.open(`/get-plugin-data/?plugin-id=${ID}`, WEB)
    let bytes = 0
    for await (const chunk of response) {
      bytes += (chunk as Buffer).length
      if (bytes > 2_000_000) break
    }
    assert.isAbove(bytes, 2_000_000)
  })

  test('* is for all that a machine is asked', async ({ assert }) => {
    const mock = await withFault({}, { status: 418 })
    for (const path of ['/ping/', '/v2/about', `/get-plugin-data/?plugin-id=${ID}`])
      assert.equal((await mock.ask(path, WEB)).status, 418)
    assert.equal((await runOn(mock, await packed())).status, 418)
    assert.equal((await mock.ask('/ping/', { host: 'web-2' })).status, 200)
  })

  test('one of several plugins fails alone in version 2', async ({ assert }) => {
    const mock = await withFault({ raw: '?' })
    const { text } = await runOn(mock, await packed(), WEB, 2)
    assert.equal(text, '?\n?\n')
  })
})
