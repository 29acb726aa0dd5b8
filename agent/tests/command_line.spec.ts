import { once } from 'node:events'
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { connect, type TLSSocket } from 'node:tls'
import { X509Certificate } from 'node:crypto'
import { test } from '@japa/runner'
import {
  agentCommand,
  endProcess,
  freePort,
  setUpAgent,
  startProcess,
} from './support/agent_process.ts'
import { nodePlugin } from './support/packages.ts'
import { RunningAgent } from './support/running_agent.ts'
import { temporaryFolder } from './support/temporary.ts'

function change(folder: string, keys: Record<string, unknown>) {
  const path = join(folder, 'agent.json')
  const config = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>
  writeFileSync(path, JSON.stringify({ ...config, ...keys }))
}

test.group('Setting an agent up', () => {
  test('makes key, certificate and configuration', async ({ assert }) => {
    const folder = temporaryFolder()
    const made = await setUpAgent(folder, ['--port', '14321'])
    assert.match(made.key!, /^[A-Za-z0-9_-]{43}$/)
    assert.equal(made.port, 14321)
    const certificate = new X509Certificate(made.certificate_pem)
    assert.equal(certificate.fingerprint256, made.fingerprint)
    assert.isTrue(certificate.verify(certificate.publicKey))
    for (const name of ['127.0.0.1', '::1']) assert.equal(certificate.checkIP(name), name)
    assert.equal(certificate.checkHost('localhost'), 'localhost')
    assert.isAbove(certificate.validToDate.getFullYear(), new Date().getFullYear() + 8)
    assert.equal(statSync(join(folder, 'agent.json')).mode & 0o777, 0o640)
    assert.equal(statSync(join(folder, 'key.pem')).mode & 0o777, 0o600)
  })

  test('again keeps everything but what is asked for', async ({ assert }) => {
    const folder = temporaryFolder()
    const first = await setUpAgent(folder, ['--port', '14321'])
    const again = await setUpAgent(folder)
    const { key, ...kept } = first
    assert.deepEqual(again, kept)
    const renewed = await setUpAgent(folder, ['--new-key', '--port', '14322'])
    assert.containSubset(renewed, { ...kept, port: 14322 })
    assert.notEqual(renewed.key, key)
  })

  test('says what is wrong', async ({ assert }) => {
    const folder = temporaryFolder()
    const cases: [string[], RegExp][] = [
      [['setup', '--folder', folder], /--yes/],
      [['setup', '--yes', '--folder', folder, '--port', '0'], /port from 1 to 65535/],
      [['setup', '--yes', '--folder', folder, '--port', 'x'], /port from 1 to 65535/],
      [['setup', '--yes', '--folder', '/dev/null/no'], /cannot be made/],
      [['setup', '--bogus'], /bogus/],
      [['run'], /--folder is missing/],
      [['run', '--folder', folder], /no agent.json .* run the setup/],
      [['dance', '--folder', folder], /no command "dance"/],
    ]
    for (const [args, sentence] of cases) {
      const { code, stderr } = await agentCommand(args)
      assert.equal(code, 1, args.join(' '))
      assert.match(stderr, sentence)
    }
  })
})

test.group('Starting an agent', () => {
  test('is refused for a configuration that cannot be kept', async ({ assert }) => {
    const folder = temporaryFolder()
    await setUpAgent(folder)
    const cases: [Record<string, unknown>, RegExp][] = [
      [{ signatures: 'enforce' }, /"signatures" .* cannot check signatures yet/],
      [{ signatures: 'check' }, /cannot check signatures yet/],
      [{ signatures: 'maybe' }, /must be "off"/],
      [{ signatures: 'off', port: 'x' }, /"port" .* port from 1/],
      [{ port: 14321, key: {} }, /"key" .* damaged/],
    ]
    for (const [keys, sentence] of cases) {
      change(folder, keys)
      const { code, stderr } = await agentCommand(['run', '--folder', folder])
      assert.equal(code, 1)
      assert.match(stderr, sentence)
    }
  })

  test('on a taken port is refused, or falls back and remembers', async ({ assert }) => {
    const folder = temporaryFolder()
    const port = await freePort()
    await setUpAgent(folder, ['--port', String(port)])
    const squatter = createServer().listen(port, '127.0.0.1')
    await once(squatter, 'listening')
    const { code, stderr } = await agentCommand(['run', '--folder', folder])
    assert.equal(code, 1)
    assert.match(stderr, new RegExp(`^Port ${port} is taken; .*--port\\n$`))
    const started = await startProcess(folder, ['--port-fallback'])
    assert.isAbove(started.port, port)
    await endProcess(started.child)
    squatter.close()
    const { stdout } = await agentCommand(['status', '--folder', folder])
    assert.containSubset(JSON.parse(stdout), { port: started.port, running: false })
  })

  test('on a taken port leaves alone the one it is told to avoid', async ({ assert }) => {
    const folder = temporaryFolder()
    const port = await freePort()
    await setUpAgent(folder, ['--port', String(port)])
    const squatter = createServer().listen(port, '127.0.0.1')
    await once(squatter, 'listening')
    const words = ['--port-fallback', '--avoid-port', String(port + 1)]
    const started = await startProcess(folder, words)
    assert.isAbove(started.port, port + 1)
    await endProcess(started.child)
    squatter.close()
  })

  test('twice from one folder is refused; after a kill it is not', async ({ assert }) => {
    const folder = temporaryFolder()
    await setUpAgent(folder, ['--port', String(await freePort()), '--port-fallback'])
    const first = await startProcess(folder)
    const { code, stderr } = await agentCommand(['run', '--folder', folder])
    assert.equal(code, 1)
    assert.include(stderr, `already runs from this folder (process ${first.child.pid})`)
    await endProcess(first.child, 'SIGKILL')
    const second = await startProcess(folder)
    assert.equal(await endProcess(second.child, 'SIGINT'), 0)
  })

  test('ends with the process that holds its stdin', async ({ assert }) => {
    const folder = temporaryFolder()
    await setUpAgent(folder, ['--port', String(await freePort())])
    const { child } = await startProcess(folder)
    child.stdin.end()
    const [code] = (await once(child, 'exit')) as [number]
    assert.equal(code, 0)
  })
})

test.group('A running agent', (group) => {
  let agent: RunningAgent
  group.setup(async () => {
    agent = await RunningAgent.start()
  })
  group.teardown(async () => void (await agent.end()))

  test('is seen by status, and its plugin can be run by hand', async ({ assert }) => {
    const archive = await nodePlugin(`return { value: 8, message: 'eight' }`, { id: 'cli.one' })
    await agent.put('cli.one', archive)
    const { stdout: seen } = await agentCommand(['status', '--folder', agent.folder])
    const plugins = [{ id: 'cli.one', version: 1 }]
    assert.containSubset(JSON.parse(seen), { running: true, signatures: 'off', plugins })
    const { stdout } = await agentCommand(['run-plugin', 'cli.one', '--folder', agent.folder])
    assert.containSubset(JSON.parse(stdout), { type: 'plugin', value: 8, message: 'eight' })
    const none = await agentCommand(['run-plugin', 'cli.two', '--folder', agent.folder])
    assert.match(none.stderr, /cli.two is not installed/)
  })

  test('is not held up by connections that say nothing or little', async ({ assert }) => {
    const options = { port: agent.port, host: '127.0.0.1', ca: agent.certificate }
    const slow = Array.from({ length: 20 }, () => connect(options).on('error', () => undefined))
    const closed = slow.map((socket) => once(socket, 'close'))
    await Promise.all(slow.map((socket) => once(socket, 'secureConnect')))
    for (const socket of slow.slice(10)) socket.write('GET /ping/ HTTP/1.1\r\nX-Slow: ')
    assert.equal((await agent.request('/ping/')).status, 200)
    // More than one address may hold open: the oldest silent ones give way, whoever has the key gets in.
    const crowd = Array.from({ length: 40 }, () => connect(options).on('error', () => undefined))
    const settled = (socket: TLSSocket) => {
      return new Promise((resolve) => socket.on('secureConnect', resolve).on('close', resolve))
    }
    await Promise.all(crowd.map(settled))
    assert.equal((await agent.request('/ping/', { fresh: true })).status, 200)
    for (const socket of crowd) socket.destroy()
    for (const socket of slow) socket.resume()
    await Promise.all(closed)
    assert.equal((await agent.request('/ping/')).status, 200)
  })

  test('hangs up on connections that never finish a request', async ({ assert }) => {
    const options = { port: agent.port, host: '127.0.0.1', ca: agent.certificate }
    const slow = Array.from({ length: 4 }, () => connect(options).on('error', () => undefined))
    const closed = slow.map((socket) => once(socket, 'close'))
    await Promise.all(slow.map((socket) => once(socket, 'secureConnect')))
    for (const socket of slow.slice(2)) socket.write('GET /ping/ HTTP/1.1\r\nX-Slow: ')
    for (const socket of slow) socket.resume()
    await Promise.all(closed)
    assert.equal((await agent.request('/ping/')).status, 200)
  }).timeout(25_000)

  test('asks again for a plugin whose files were damaged', async ({ assert }) => {
    const archive = await nodePlugin('return { value: 1 }', { id: 'cli.damaged' })
    const line = await agent.installAndRun(archive)
    assert.containSubset(line, { type: 'plugin' })
    rmSync(join(agent.folder, 'data', 'plugins', 'cli.damaged', 'current.json'))
    await agent.restart()
    const { json } = await agent.request('/v2/about')
    assert.notInclude(JSON.stringify(json.plugins), 'cli.damaged')
    assert.containSubset(await agent.installAndRun(archive), { type: 'plugin' })
  })
})
