import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { endProcess } from './support/agent_process.ts'
import { nodePlugin } from './support/packages.ts'
import { RunningAgent, runRequestFor } from './support/running_agent.ts'

/** Starts a child in the runner's group and one in a session of its own; notes their process ids. */
const FORK = `
    const { spawn } = await import('node:child_process')
    const { writeFileSync, renameSync } = await import('node:fs')
    const one = spawn('sleep', ['600'], { stdio: 'ignore' })
    const two = spawn('sleep', ['600'], { stdio: 'ignore', detached: true })
    two.unref()
    const pids = context.dataFolder + '/pids'
    writeFileSync(pids + '.new', JSON.stringify([process.pid, one.pid, two.pid]))
    renameSync(pids + '.new', pids)`

/** Gone, or a zombie that only waits for its new parent to look. */
function isGone(pid: number): boolean {
  const path = `/proc/${pid}/stat`
  if (!existsSync(path)) return true
  try {
    return readFileSync(path, 'utf8').split(') ')[1]!.startsWith('Z')
  } catch {
    return true
  }
}

test.group('Runner of node plugins', (group) => {
  let agent: RunningAgent
  group.setup(async () => {
    agent = await RunningAgent.start()
  })
  group.teardown(async () => void (await agent.end()))

  const pidsOf = (id: string) => {
    return JSON.parse(readFileSync(join(agent.dataFolderOf(id), 'pids'), 'utf8')) as number[]
  }

  test('keeps what a plugin remembers between runs', async ({ assert }) => {
    const archive = await nodePlugin(
      'this.own = (this.own ?? 0) + 1; return { value: ++runs + this.own }',
      { id: 'run.memory' },
      'let runs = 0'
    )
    const values = []
    for (let run = 0; run < 3; run += 1) {
      const line = await agent.installAndRun(archive)
      values.push('value' in line ? line.value : null)
    }
    assert.deepEqual(values, [2, 4, 6])
  })

  test('gives a plugin its context and little of an environment', async ({ assert }) => {
    const archive = await nodePlugin(
      `const { PATH, ...rest } = process.env
       return { message: JSON.stringify([context, Object.keys(rest).sort(), rest.LANG]) }`,
      { id: 'run.context' }
    )
    const line = await agent.installAndRun(archive, { timeout_seconds: 3 })
    assert.containSubset(line, { type: 'plugin' })
    const [context, names, language] = JSON.parse('message' in line ? line.message : '')
    assert.deepEqual(context, {
      platform: process.platform,
      timeoutMs: 3000,
      dataFolder: agent.dataFolderOf('run.context'),
    })
    assert.deepEqual(names, ['HOME', 'LANG', 'PROPHASIS_CONTAINED', 'PROPHASIS_RUN'])
    assert.equal(language, 'C')
  })

  test('ends a plugin that never answers, with all it started', async ({ assert }) => {
    const id = 'run.hanging'
    const archive = await nodePlugin(`${FORK}\n    await new Promise(() => {})`, { id })
    const line = await agent.installAndRun(archive, { timeout_seconds: 0.6 })
    assert.containSubset(line, { type: 'plugin_timeout', value: null })
    const pids = pidsOf(id)
    assert.lengthOf(pids, 3)
    for (const pid of pids) assert.isTrue(isGone(pid), `process ${pid}`)
  })

  test('ends a plugin that never gives up the processor', async ({ assert }) => {
    const archive = await nodePlugin('for (;;) {}', { id: 'run.looping' })
    const line = await agent.installAndRun(archive, { timeout_seconds: 0.3 })
    assert.containSubset(line, { type: 'plugin_timeout' })
  })

  test('ends what a finished run left behind', async ({ assert }) => {
    const id = 'run.littering'
    const archive = await nodePlugin(`${FORK}\n    return { value: 1 }`, { id })
    assert.containSubset(await agent.installAndRun(archive), { type: 'plugin' })
    const [runner, ...children] = pidsOf(id)
    for (const pid of children) assert.isTrue(isGone(pid), `process ${pid}`)
    assert.isFalse(isGone(runner!))
  })

  test('survives noise on every descriptor', async ({ assert }) => {
    const archive = await nodePlugin(
      `console.log('{"answer":{"value":99}}\\n'.repeat(10000)); console.error('noise')
       return { value: 4 }`,
      { id: 'run.noisy' }
    )
    assert.containSubset(await agent.installAndRun(archive), { type: 'plugin', value: 4 })
  })

  test('ends a run that fills its output', async ({ assert }) => {
    const archive = await nodePlugin(
      // Waits until each part is taken: else it may run out of memory before it is ended for its output.
      `for (;;) await new Promise((taken) => process.stderr.write('x'.repeat(65536), taken))`,
      { id: 'run.flooding' }
    )
    const line = await agent.installAndRun(archive)
    assert.containSubset(line, { type: 'command_unsuccessful' })
    assert.match(JSON.stringify(line), /wrote more than 1 MiB/)
  })

  test('says how a plugin failed and goes on')
    .with([
      ['throw', `throw new Error('no such disk')`, /no such disk/],
      ['exit', 'process.exit(3)', /exit code 3/],
      ['crash', 'process.abort()', /SIGABRT/],
      ['kill', `process.kill(process.pid, 'SIGKILL')`, /SIGKILL/],
      [
        'later',
        `setTimeout(() => { throw new Error('late') }); await new Promise(() => {})`,
        /late/,
      ],
      [
        'memory',
        'const all = []; for (;;) all.push(new Array(1e5).fill(all.length))',
        /memory|SIG/,
      ],
      [
        'buffers',
        'const all = []; for (;;) { all.push(Buffer.alloc(8e6, 1)); await new Promise(setImmediate) }',
        /more than 512 MiB of memory/,
      ],
      ['nothing', 'return undefined', /must return an object/],
      ['empty', 'return {}', /neither a number nor a message/],
      ['nan', 'return { value: NaN }', /finite number, but it is \\"NaN\\"/],
      ['infinite', 'return { value: -Infinity }', /finite number/],
      ['text', `return { value: '20' }`, /finite number, but it is \\"20\\"/],
      ['bigint', 'return { value: 10n }', /finite number/],
      ['metric', `return { value: 1, metrics: [{ name: 'a', value: NaN }] }`, /metric \\"a\\"/],
      ['cyclic', 'const a = {}; a.value = a; return a', /circular/i],
      ['huge', `return { message: 'x'.repeat(5e6) }`, /1 MiB/],
      [
        'channel',
        `(await import('node:fs')).writeSync(3, 'x\\n'); await new Promise(() => {})`,
        /line/,
      ],
    ] as [string, string, RegExp][])
    .run(async ({ assert }, [name, code, reason]) => {
      const archive = await nodePlugin(code, { id: `run.bad.${name}` })
      const line = await agent.installAndRun(archive)
      assert.containSubset(line, { type: 'command_unsuccessful', value: null })
      assert.match(JSON.stringify(line), reason)
      const fine = await nodePlugin('return { value: 1 }', { id: 'run.fine' })
      assert.containSubset(await agent.installAndRun(fine), { type: 'plugin', value: 1 })
    })

  test('says what is wrong with the code of a package')
    .with([
      ['syntax', 'return {', /Unexpected|failed/],
      ['import', `import('no-such-module')`, /no-such-module/],
    ] as [string, string, RegExp][])
    .run(async ({ assert }, [name, code, reason]) => {
      const archive = await nodePlugin(`await ${code}`, { id: `run.code.${name}` })
      const line = await agent.installAndRun(archive)
      assert.containSubset(line, { type: 'command_unsuccessful' })
      assert.match(JSON.stringify(line), reason)
    })

  test('runs nothing on a platform the plugin is not for', async ({ assert }) => {
    const archive = await nodePlugin('return { value: 1 }', { id: 'run.alien', platforms: ['vms'] })
    const line = await agent.installAndRun(archive)
    assert.containSubset(line, { type: 'command_unsuccessful' })
    assert.match(JSON.stringify(line), /runs on vms only/)
  })

  test('leaves nothing running when the agent is killed', async ({ assert }) => {
    const id = 'run.orphan'
    const archive = await nodePlugin(`${FORK}\n    for (;;) {}`, { id })
    await agent.put(id, archive)
    const run = agent.runList([await runRequestFor(archive)]).catch(() => null)
    while (!existsSync(join(agent.dataFolderOf(id), 'pids'))) await agent.request('/ping/')
    await agent.restart('SIGKILL')
    await run
    for (const pid of pidsOf(id)) assert.isTrue(isGone(pid), `process ${pid}`)
  })

  test('ends the running plugin and itself when asked to stop', async ({ assert }) => {
    const id = 'run.stopped'
    const archive = await nodePlugin(`${FORK}\n    for (;;) {}`, { id })
    await agent.put(id, archive)
    const run = agent.runList([await runRequestFor(archive, { timeout_seconds: 60 })])
    while (!existsSync(join(agent.dataFolderOf(id), 'pids'))) await agent.request('/ping/')
    const code = await endProcess(agent.child)
    assert.equal(code, 0)
    assert.containSubset(await run, [{ type: 'command_unsuccessful' }])
    for (const pid of pidsOf(id)) assert.isTrue(isGone(pid), `process ${pid}`)
  })
})
