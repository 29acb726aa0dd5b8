import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:https'
import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { nodePlugin, packageOf } from './support/packages.ts'
import { RunningAgent, runRequestFor } from './support/running_agent.ts'

const HOLD = `
    const { existsSync, writeFileSync } = await import('node:fs')
    writeFileSync(context.dataFolder + '/started', '')
    while (!existsSync(context.dataFolder + '/release')) await new Promise((r) => setTimeout(r, 5))
    return { value: 1 }`

test.group('Version 2', (group) => {
  let agent: RunningAgent
  group.setup(async () => {
    agent = await RunningAgent.start()
  })
  group.teardown(async () => void (await agent.end()))

  test('says what it is and has', async ({ assert }) => {
    const { status, json } = await agent.request('/v2/about')
    assert.equal(status, 200)
    assert.containSubset(json, {
      protocol: 2,
      platform: process.platform,
      architecture: process.arch,
      signatures: { mode: 'off', keys: [] },
    })
    assert.isArray(json.plugins)
  })

  test('asks for a package it does not have, then runs it', async ({ assert }) => {
    const archive = await nodePlugin(
      `return { value: 20.5, message: 'fine', metrics: [{ name: 'used', value: 3, instance: '/' }] }`,
      { id: 'two.fresh' }
    )
    const run = await runRequestFor(archive)
    assert.deepEqual(await agent.runList([run]), [{ run: 0, type: 'update-required' }])
    const installed = await agent.put('two.fresh', archive)
    assert.deepEqual(installed.json, { id: 'two.fresh', version: 1, digest: run.digest })
    const [line] = await agent.runList([run])
    assert.containSubset(line, {
      run: 0,
      type: 'plugin',
      value: 20.5,
      message: 'fine',
      metrics: [{ name: 'used', value: 3, instance: '/' }],
    })
  })

  test('runs a package only under the digest and version asked for', async ({ assert }) => {
    const archive = await nodePlugin('return { value: 1 }', { id: 'two.exact' })
    await agent.installAndRun(archive)
    const other = await runRequestFor(archive, { digest: 'a'.repeat(64) })
    const newer = await runRequestFor(archive, { version: 2 })
    const lines = await agent.runList([other, newer])
    assert.deepEqual(lines, [
      { run: 0, type: 'update-required' },
      { run: 1, type: 'update-required' },
    ])
  })

  test('streams each line when its run ends and refuses a second list meanwhile', async ({
    assert,
  }) => {
    const quick = await nodePlugin('return { value: 7 }', { id: 'two.quick' })
    const hold = await nodePlugin(HOLD, { id: 'two.hold' })
    for (const archive of [quick, hold]) {
      await agent.put((await runRequestFor(archive)).plugin, archive)
    }
    const runs = [await runRequestFor(quick), await runRequestFor(hold)]
    const sent = request(agent.requestOptions('/v2/run', { method: 'POST' }))
    sent.end(JSON.stringify({ runs }))
    const [response] = (await once(sent, 'response')) as [IncomingMessage]
    await once(response, 'readable')
    const first = response.read() as Buffer
    assert.containSubset(JSON.parse(first.toString()), { run: 0, type: 'plugin', value: 7 })

    const body = JSON.stringify({ runs: [runs[0]] })
    const second = await agent.request('/v2/run', { method: 'POST', body })
    assert.equal(second.status, 429)
    assert.containSubset(second.json, { error: { code: 'E_BUSY' } })
    const old = await agent.request('/get-plugin-data/?plugin-id=two.quick')
    assert.equal(old.status, 429)

    writeFileSync(join(agent.dataFolderOf('two.hold'), 'release'), '')
    const rest = await Array.fromAsync(response)
    assert.containSubset(JSON.parse(Buffer.concat(rest).toString()), { run: 1, value: 1 })
    const third = await agent.request('/v2/run', { method: 'POST', body })
    assert.equal(third.status, 200)
  })

  test('goes on when whoever asked hangs up during a run', async ({ assert }) => {
    const gone = await nodePlugin(HOLD, { id: 'two.gone' })
    await agent.put('two.gone', gone)
    const run = JSON.stringify({ runs: [await runRequestFor(gone), await runRequestFor(gone)] })
    const asked = [
      { path: '/v2/run', method: 'POST', body: run },
      { path: '/get-plugin-data/?plugin-id=two.gone', method: 'GET', body: undefined },
    ]
    const signal = (name: string) => join(agent.dataFolderOf('two.gone'), name)
    const absent = JSON.stringify({ runs: [await runRequestFor(gone, { plugin: 'two.absent' })] })
    const isBusy = async () => {
      const reply = await agent.request('/v2/run', { method: 'POST', body: absent })
      return reply.status === 429
    }
    for (const { path, method, body } of asked) {
      const sent = request(agent.requestOptions(path, { method, fresh: true }))
      sent.on('error', () => undefined)
      sent.end(body)
      while (!existsSync(signal('started'))) await agent.request('/ping/')
      assert.isTrue(await isBusy())
      sent.destroy()
      writeFileSync(signal('release'), '')
      while (await isBusy());
      for (const name of ['started', 'release']) rmSync(signal(name))
    }
  })

  test('says when it cannot store a plugin', async ({ assert }) => {
    const archive = await nodePlugin('return { value: 1 }', { id: 'two.blocked' })
    writeFileSync(join(agent.folder, 'data', 'plugins', 'two.blocked'), 'in the way')
    const { status, json } = await agent.put('two.blocked', archive)
    assert.equal(status, 507)
    assert.match(JSON.stringify(json), /E_STORAGE.*cannot store the plugin/)
  })

  test('refuses a package under another id, and keeps what was there', async ({ assert }) => {
    const archive = await nodePlugin('return { value: 1 }', { id: 'two.named' })
    const { status, json } = await agent.put('two.other', archive)
    assert.equal(status, 422)
    assert.match(JSON.stringify(json), /\\"two.named\\", but \\"two.other\\" was announced/)
  })

  test('takes no path for the id of a plugin', async ({ assert }) => {
    const archive = await nodePlugin('return { value: 1 }', { id: 'two.path' })
    for (const id of ['..', '../../etc', '%2e%2e%2fetc', '.hidden', '', 'a/b', 'a\\b']) {
      const { status } = await agent.put(id, archive)
      assert.equal(status, 404, id)
    }
    const run = { ...(await runRequestFor(archive)), plugin: '../plugins' }
    const body = JSON.stringify({ runs: [run] })
    const reply = await agent.request('/v2/run', { method: 'POST', body })
    assert.equal(reply.status, 400)
  })

  test('says what is wrong with a list of runs')
    .with([
      ['{', 'not valid JSON'],
      ['[]', 'must be'],
      ['{"runs":[]}', '1 to 256 entries'],
      ['{"runs":[null]}', 'runs[0] must be an object'],
      ['{"runs":[{"plugin":"a","version":"1"}]}', 'runs[0].version must be a number'],
      ['{"runs":[{"plugin":"a","version":1,"digest":"x"}]}', 'runs[0].digest'],
    ])
    .run(async ({ assert }, [body, sentence]) => {
      const { status, json } = await agent.request('/v2/run', { method: 'POST', body })
      assert.equal(status, 400)
      assert.include((json.error as { message: string }).message, sentence)
    })

  test('refuses a body that is too large, announced or not', async ({ assert }) => {
    const body = Buffer.alloc(2 * 1024 * 1024, 32)
    const announced = await agent.request('/v2/run', { method: 'POST', body })
    assert.equal(announced.status, 413)
    const headers = { 'transfer-encoding': 'chunked' }
    const chunked = await agent.request('/v2/run', { method: 'POST', body, headers })
    assert.equal(chunked.status, 413)
  })

  test('checks arguments against the manifest, whatever the core says', async ({ assert }) => {
    const archive = await nodePlugin('return { value: args.count, message: args.path }', {
      id: 'two.arguments',
      arguments: [
        { name: 'path', type: 'string', pattern: '/[a-z]+', help: '' },
        { name: 'count', type: 'number', default: 3, help: '' },
      ],
    })
    const fine = await agent.installAndRun(archive, { arguments: { path: '/var' } })
    assert.containSubset(fine, { type: 'plugin', value: 3, message: '/var' })
    for (const path of ['/var\n', '/var; rm', 'x/var', '']) {
      const line = await agent.installAndRun(archive, { arguments: { path } })
      assert.containSubset(line, { type: 'command_unsuccessful' })
    }
  })

  test('keeps its plugins over a restart', async ({ assert }) => {
    const archive = await packageOf(
      { 'index.js': 'export class Plugin { getData() { return { value: 5 } } }' },
      { id: 'two.kept' }
    )
    await agent.installAndRun(archive)
    await agent.restart()
    const [line] = await agent.runList([await runRequestFor(archive)])
    assert.containSubset(line, { type: 'plugin', value: 5 })
  })

  test('replaces a plugin by a newer one and removes the old files', async ({ assert }) => {
    const id = 'two.replaced'
    const older = await nodePlugin('return { value: 1 }', { id })
    const newer = await nodePlugin('return { value: 2 }', { id, version: 2 })
    await agent.installAndRun(older)
    assert.containSubset(await agent.installAndRun(newer), { type: 'plugin', value: 2 })
    const [line] = await agent.runList([await runRequestFor(older)])
    assert.deepEqual(line, { run: 0, type: 'update-required' })
    const { digest } = await runRequestFor(newer)
    const left = readdirSync(join(agent.folder, 'data', 'plugins', id))
    assert.sameMembers(left, ['current.json', digest])
  })
})
