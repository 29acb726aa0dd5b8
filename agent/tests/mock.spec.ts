import { readFileSync, rmSync } from 'node:fs'
import { test } from '@japa/runner'
import { MockAgent } from './support/mock_client.ts'
import {
  DATA,
  ID,
  WEB,
  dataOf,
  form,
  packed,
  put,
  runOn,
  withFault,
} from './support/mock_requests.ts'
import { runRequestFor } from './support/running_agent.ts'

test.group('Mock agent', (group) => {
  group.each.teardown(() => MockAgent.stopAll())

  test('answers for each machine what the file says, by its name with or without port', async ({
    assert,
  }) => {
    const mock = await MockAgent.start({ 'web:4048': DATA, 'Mail': { [ID]: { value: 3 } } })
    const archive = await packed()
    for (const host of ['web:4048', 'MAIL:4048', 'mail']) await put(mock, archive, { host })
    assert.equal((await dataOf(mock)).text, '{"success":true,"value":20,"message":"fine"}\n')
    assert.equal((await dataOf(mock, { host: 'MAIL:4048' })).json.value, 3)
    assert.equal((await dataOf(mock, { host: 'mail' })).json.value, 3)
    const other = { host: 'web:4049' }
    await put(mock, archive, other)
    assert.isFalse((await dataOf(mock, other)).json.success)
  })

  test('knows in version 1 which packages each machine was given', async ({ assert }) => {
    const mock = await MockAgent.start({ web: DATA, mail: DATA })
    const needs = async (version: number, asked = WEB) => {
      const path = `/check-plugin-version/?plugin-id=${ID}&plugin-version=${version}`
      return (await mock.ask(path, asked)).json['update-required']
    }
    assert.deepEqual((await mock.ask('/ping/', WEB)).json, { success: true, message: 'pong' })
    assert.isTrue(await needs(1))
    const absent = await dataOf(mock)
    assert.deepInclude(absent.json, { message: 'That plugin is not installed on this agent.' })
    const pushed = await mock.ask('/update-plugin/', { ...WEB, ...form(await packed(1.5)) })
    assert.deepEqual(pushed.json, { success: true })
    assert.deepEqual([await needs(1), await needs(1.5), await needs(2)], [false, false, true])
    assert.isTrue(await needs(1, { host: 'mail:4048' }))
    assert.equal((await dataOf(mock)).json.value, 20)
  })

  test('wants in version 2 the very package that is run', async ({ assert }) => {
    const mock = await MockAgent.start({ web: DATA })
    const [one, other] = [await packed(1), await packed(2)]
    assert.deepEqual((await runOn(mock, one)).json, { run: 0, type: 'update-required' })
    const pushed = await put(mock, one)
    assert.deepInclude(pushed.json, { id: ID, version: 1 })
    const line = { run: 0, type: 'plugin', ...DATA[ID], duration_ms: 0 }
    assert.deepEqual((await runOn(mock, one)).json, line)
    assert.equal((await runOn(mock, other)).json.type, 'update-required')
    const about = (await mock.ask('/v2/about', WEB)).json
    assert.deepInclude(about, { protocol: 2, hostname: 'web', plugins: [pushed.json] })
  })

  test('refuses what is no package, or another one, as a real agent does', async ({ assert }) => {
    const mock = await MockAgent.start({ web: DATA })
    const broken = await put(mock, Buffer.from('no package'))
    assert.equal(broken.status, 422)
    assert.match(String(broken.json.message), /not a \.tar\.gz/)
    const old = await mock.ask('/update-plugin/', { ...WEB, ...form(await packed(), 'other') })
    assert.isFalse(old.json.success)
    assert.match(String(old.json.message), /"other" was announced/)
    assert.deepEqual((await mock.ask('/v2/about', WEB)).json.plugins, [])
  })

  test('says of a plugin that is not in the file that it failed', async ({ assert }) => {
    const mock = await MockAgent.start({})
    const archive = await packed()
    await put(mock, archive)
    const old = (await dataOf(mock)).json
    const { json } = await runOn(mock, archive)
    assert.deepInclude(old, { success: false })
    assert.deepInclude(json, { type: 'command_unsuccessful', value: null, message: old.message })
  })

  test('gives a failure where the file says so', async ({ assert }) => {
    const mock = await withFault({ type: 'command_unsuccessful', message: 'no disk' })
    assert.deepEqual((await dataOf(mock)).json, { success: false, message: 'no disk' })
    const { json } = await runOn(mock, await packed())
    assert.deepInclude(json, { type: 'command_unsuccessful', message: 'no disk' })
  })

  test('is one of 2016 with --version=1', async ({ assert }) => {
    const mock = await MockAgent.start({ web: DATA }, { version: 1 })
    for (const path of ['/v2/about', '/v2/run', `/v2/plugins/${ID}`])
      assert.equal((await mock.ask(path, WEB)).status, 404)
    assert.equal((await mock.ask('/ping/', WEB)).status, 200)
  })

  test('takes every key, or only the one it was given', async ({ assert }) => {
    const [open, closed] = [await MockAgent.start({}), await MockAgent.start({}, { key: 'right' })]
    const status = async (mock: MockAgent, key: string | null) =>
      (await mock.ask('/ping/', { key })).status
    assert.deepEqual([await status(open, 'any'), await status(open, null)], [200, 401])
    assert.deepEqual([await status(closed, 'right'), await status(closed, 'wrong')], [200, 401])
  })

  test('runs one plugin at a time on each machine', async ({ assert }) => {
    const mock = await withFault({ delay_ms: 60_000 })
    const archive = await packed()
    await put(mock, archive, { host: 'web-2' })
    const waiting = await mock.open('/v2/run', {
      ...{ ...WEB, method: 'POST', body: JSON.stringify({ runs: [await runRequestFor(archive)] }) },
    })
    assert.equal((await dataOf(mock)).status, 429)
    assert.equal((await dataOf(mock, { host: 'web-2' })).status, 200)
    waiting.on('error', () => undefined).destroy()
  })
})

test.group('The file of a mock agent', (group) => {
  group.each.teardown(() => MockAgent.stopAll())

  test('is read for every request; the last good one stands in for a broken one', async ({
    assert,
  }) => {
    const mock = await MockAgent.start({ web: { [ID]: { value: 1 } } })
    await put(mock, await packed())
    const value = async () => (await dataOf(mock)).json.value
    assert.equal(await value(), 1)
    for (const next of [2, 3, 4]) {
      mock.say({ web: { [ID]: { value: next } } })
      assert.equal(await value(), next)
    }
    mock.say('{"web":')
    assert.deepEqual([await value(), await value()], [4, 4])
    assert.lengthOf(mock.complaints, 1)
    assert.match(mock.complaints[0]!, /not valid JSON.*still answered/)
    rmSync(mock.file)
    assert.equal(await value(), 4)
    mock.say({ web: { [ID]: { value: 5 } } })
    assert.equal(await value(), 5)
  })

  const REFUSED: [data: unknown, words: RegExp][] = [
    [[], /the file must be an object/],
    [{ web: 1 }, /"web" must be an object/],
    [{ web: { [ID]: [] } }, /"mock.test" of "web" must be an object/],
    [{ web: { [ID]: { delay: 1 } } }, /"delay" of "mock.test" of "web" is unknown/],
    [{ web: { [ID]: { delay_ms: '1' } } }, /"delay_ms" .* must be a number/],
    [{ web: { [ID]: { status: 99 } } }, /"status" .* from 200 to 599/],
    [{ web: { [ID]: { raw: 5 } } }, /"raw" .* must be a text/],
    [{ web: { [ID]: { type: 'x' } } }, /"type" .* one of/],
    [{ web: { '*': { close: 'after' } } }, /"close" of "\*" .* before, after_headers, middle/],
    [{ web: { '*': { value: 1 } } }, /"value" of "\*" of "web" is unknown/],
  ]
  for (const [data, words] of REFUSED) {
    test(`is refused at the start: ${JSON.stringify(data)}`, async ({ assert }) => {
      await assert.rejects(() => MockAgent.start(data), words)
    })
  }

  test('has its certificate beside it, which outlives a restart', async ({ assert }) => {
    const first = await MockAgent.start({})
    const { certificate } = first.running
    await first.stop()
    const second = await MockAgent.start({}, { file: first.file })
    assert.deepEqual(second.running.certificate, certificate)
    assert.equal(readFileSync(certificate.path, 'utf8'), certificate.certificatePem)
  })
})
