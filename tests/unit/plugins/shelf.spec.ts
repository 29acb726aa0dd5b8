import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { test } from '@japa/runner'
import type { Manifest } from '../../../agent/protocol/manifest.ts'
import { checkResult } from '../../../agent/protocol/check_result.ts'
import { loadPlugin, metricOf, SHELF } from './plugin_folder.ts'
import { shelfFaults } from './shelf.ts'

const folder = fileURLToPath(SHELF)
const ids = (await readdir(folder, { withFileTypes: true }))
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)

test.group('Shelf', () => {
  test('holds the plugins of the first day', ({ assert }) => {
    assert.includeMembers(ids, ['heartbeat', 'cpu', 'load', 'memory', 'disk_space', 'updates'])
  })

  test('{$self} has every part')
    .with(ids)
    .run(async ({ assert }, id) => assert.deepEqual(await shelfFaults(path.join(folder, id)), []))

  test('{$self} returns only what its manifest declares')
    .with(ids)
    .run(async ({ assert }, id) => {
      const text = await readFile(path.join(folder, id, 'manifest.json'), 'utf8')
      const { metrics: declared } = JSON.parse(text) as Pick<Manifest, 'metrics'>
      const result = await (await loadPlugin(id)).getData({}, {}).catch((error: Error) => error)
      if (result instanceof Error) return assert.match(result.message, /^\w.{10,}/)
      assert.isTrue(Number.isFinite(result.value) || result.message !== '')
      assert.deepEqual(checkResult(result), result)
      const words = result.message.replace(/\/\S*/g, '')
      assert.notMatch(words, /\d/)
      for (const { name, value, instance } of result.metrics) {
        const found = declared.find((metric) => metric.name === name)
        assert.equal(found?.per_instance ?? false, instance !== undefined, name)
        assert.isDefined(found, name)
        assert.isTrue(Number.isFinite(value), name)
        assert.equal(metricOf(result, name, instance), value)
      }
    })
})

test.group('Shelf, refused', (group) => {
  let copy = ''
  group.each.setup(async () => {
    const temporary = await mkdtemp(path.join(os.tmpdir(), 'shelf-'))
    copy = path.join(temporary, 'memory')
    await cp(path.join(folder, 'memory'), copy, { recursive: true })
    return () => rm(temporary, { recursive: true })
  })

  test('names the file that is missing: {$self}')
    .with([
      'manifest.json',
      'index.js',
      'classifier.lua',
      'advice.md',
      'README.md',
      'memory.spec.ts',
      'memory.rule.spec.ts',
    ])
    .run(async ({ assert }, file) => {
      await rm(path.join(copy, file))
      assert.deepEqual(await shelfFaults(copy), [`memory has no ${file}.`])
    })

  test('names what is wrong: {fault}')
    .with([
      {
        file: 'manifest.json',
        from: '"id": "memory"',
        to: '"id": "storage"',
        fault: 'says the id is "storage"',
      },
      {
        file: 'manifest.json',
        from: /"platforms": \[[^\]]*\],/,
        to: '',
        fault: 'does not say "platforms"',
      },
      { file: 'manifest.json', from: '"version": 1', to: '"version": "1"', fault: '"version"' },
      {
        file: 'manifest.json',
        from: '"name": "times"',
        to: '"name": "often"',
        fault: 'limit "times" is not declared',
      },
      {
        file: 'manifest.json',
        from: '"name": "times"',
        to: '"name": "often"',
        fault: 'no rule reads the limit "often"',
      },
      {
        file: 'manifest.json',
        from: 'available_bytes',
        to: 'free_bytes',
        fault: 'names "metrics.available_bytes"',
      },
      {
        file: 'index.js',
        from: "'node:os'",
        to: "'left-pad'",
        fault: 'index.js imports "left-pad"',
      },
      { file: 'advice.md', from: /## unknown[^]*/, to: '', fault: 'no texts for "unknown"' },
      {
        file: 'advice.md',
        from: '## unknown',
        to: '## critical',
        fault: 'never returns "critical"',
      },
      { file: 'advice.md', from: 'Why it matters', to: 'Why', fault: '"### Why" in the section' },
      {
        file: 'advice.md',
        from: /Close programs[^#]*/,
        to: 'Reallocate insufficiently available operational resources immediately, considering organisational responsibilities.\n',
        fault: 'the texts for "minor" need grade',
      },
    ])
    .run(async ({ assert }, { file, from, to, fault }) => {
      const name = path.join(copy, file)
      await writeFile(name, (await readFile(name, 'utf8')).replace(from, to))
      assert.include((await shelfFaults(copy)).join('\n'), fault)
    })
})
