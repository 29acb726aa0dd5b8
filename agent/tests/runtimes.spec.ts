import { test } from '@japa/runner'
import { packageOf } from './support/packages.ts'
import { RunningAgent } from './support/running_agent.ts'

const ARGUMENTS = [
  { name: 'path', type: 'string', default: '/', help: '' },
  { name: 'depth', type: 'number', default: 2, help: '' },
]

test.group('Python and exec plugins', (group) => {
  let agent: RunningAgent
  group.setup(async () => {
    agent = await RunningAgent.start()
  })
  group.teardown(async () => void (await agent.end()))

  const python = (id: string, files: Record<string, string>) => {
    return packageOf(files, { id, view: 'valuegraph' }, id.replaceAll('.', '_'))
  }

  test('runs a 2016 package as it is', async ({ assert }) => {
    const archive = await python('py.whole', {
      '__init__.py': 'from .cpu import Plugin\n',
      'cpu.py': [
        'from prophasis_agent.plugin import PluginInterface, PluginResult',
        'class Plugin(PluginInterface):',
        '    def get_data(self):',
        '        print("noise")',
        '        return PluginResult(12.5, message="twelve")',
      ].join('\n'),
    })
    const line = await agent.installAndRun(archive)
    assert.containSubset(line, { type: 'plugin', value: 12.5, message: 'twelve', metrics: [] })
  })

  test('runs one that imports its own module plugin by name', async ({ assert }) => {
    const archive = await python('py.thesis', {
      '__init__.py': 'from plugin import CPUload as Plugin\n',
      'plugin.py': [
        'from prophasis_agent.plugin import PluginInterface, PluginResult',
        'class CPUload(PluginInterface):',
        '    def get_data(self):',
        '        return PluginResult(value=None, message="ok")',
      ].join('\n'),
    })
    const line = await agent.installAndRun(archive)
    assert.containSubset(line, { type: 'plugin', value: null, message: 'ok' })
  })

  test('runs one that imports the interface as plugin', async ({ assert }) => {
    const archive = await python('py.older', {
      '__init__.py': [
        'from plugin import PluginInterface, PluginResult',
        'class Plugin(PluginInterface):',
        '    def get_data(self):',
        '        return PluginResult(value=3)',
      ].join('\n'),
    })
    assert.containSubset(await agent.installAndRun(archive), { type: 'plugin', value: 3 })
  })

  test('says why a Python plugin failed')
    .with([
      ['import', 'import no_such_thing', /module \\"no_such_thing\\".*not installed/],
      ['class', 'x = 1', /no class \\"Plugin\\"/],
      ['method', 'class Plugin: pass', /get_data/],
      [
        'raise',
        'class Plugin:\n  def get_data(self): raise ValueError("odd")',
        /\(ValueError\) odd/,
      ],
      ['exit', 'class Plugin:\n  def get_data(self): exit(4)', /SystemExit/],
      ['dead', 'import os\nclass Plugin:\n  def get_data(self): os._exit(5)', /exit code 5/],
      ['none', 'class Plugin:\n  def get_data(self): return None', /must return an object/],
      [
        'nan',
        'class R:\n  value = float("nan")\n  message = ""\nclass Plugin:\n  def get_data(self): return R()',
        /finite number, but it is \\"nan\\"/,
      ],
      ['syntax', 'def', /SyntaxError/],
    ] as [string, string, RegExp][])
    .run(async ({ assert }, [name, code, reason]) => {
      const archive = await python(`py.bad.${name}`, { '__init__.py': code })
      const line = await agent.installAndRun(archive)
      assert.containSubset(line, { type: 'command_unsuccessful' })
      assert.match(JSON.stringify(line), reason)
    })

  test('ends a Python plugin that ignores everything', async ({ assert }) => {
    const archive = await python('py.hanging', {
      '__init__.py': [
        'import os, signal, time',
        'for number in range(1, 32):',
        '    try: signal.signal(number, signal.SIG_IGN)',
        '    except OSError: pass',
        'class Plugin:',
        '    def get_data(self):',
        '        if os.fork() == 0: os.setsid()',
        '        while True: time.sleep(60)',
      ].join('\n'),
    })
    const line = await agent.installAndRun(archive, { timeout_seconds: 0.8 })
    assert.containSubset(line, { type: 'plugin_timeout' })
  })

  const exec = (id: string, lines: string[]) => {
    const run = ['#!/bin/sh', ...lines, ''].join('\n')
    return packageOf({ run }, { id, runtime: 'exec', arguments: ARGUMENTS })
  }

  test('runs a program with its arguments, through no shell', async ({ assert }) => {
    const archive = await exec('ex.whole', [
      `printf '{"value": %s, "message": "%s|%s", "metrics": []}' "$#" "$1" "$2"`,
    ])
    const path = '/$(id) && "x'.replaceAll('"', "'")
    const line = await agent.installAndRun(archive, { arguments: { path } })
    const message = `--path=${path}|--depth=2`
    assert.containSubset(line, { type: 'plugin', value: 2, message })
  })

  test('says why a program failed')
    .with([
      ['code', ['echo "no such array" >&2', 'exit 3'], /exit code 3. no such array/],
      ['text', ['echo hello'], /one JSON object/],
      ['two', [`echo '{"value":1}'`, `echo '{"value":2}'`], /one JSON object/],
      ['flood', ['yes'], /wrote more than 1 MiB/],
      ['errors', ['yes >&2'], /wrote more than 1 MiB/],
    ] as [string, string[], RegExp][])
    .run(async ({ assert }, [name, lines, reason]) => {
      const line = await agent.installAndRun(await exec(`ex.bad.${name}`, lines))
      assert.containSubset(line, { type: 'command_unsuccessful' })
      assert.match(JSON.stringify(line), reason)
    })

  test('does not wait for what a program leaves behind', async ({ assert }) => {
    const archive = await exec('ex.litter', [
      'sleep 600 & setsid sleep 600 &',
      `echo '{"value":1}'`,
    ])
    const line = await agent.installAndRun(archive)
    assert.containSubset(line, { type: 'plugin', value: 1 })
  })
})
