import { readFile } from 'node:fs/promises'
import os from 'node:os'
import { test } from '@japa/runner'
import { loadModule, loadPlugin, metricOf } from '../../tests/unit/plugins/plugin_folder.ts'

const { parseLoadavg } = await loadModule<{ parseLoadavg(text: string): number[] }>(
  'load',
  'parse_loadavg.js'
)

test.group('Load', () => {
  test('agrees with the load of this machine', async ({ assert }) => {
    const result = await (await loadPlugin('load')).getData({}, {})
    const [, load5, load15] = os.loadavg()
    assert.approximately(result.value ?? -1, load5, 0.3)
    assert.approximately(metricOf(result, 'load_15') ?? -1, load15, 0.1)
    assert.equal(metricOf(result, 'load_5'), result.value)
    const processors = (await readFile('/proc/cpuinfo', 'utf8')).match(/^processor\s*:/gm)
    assert.equal(metricOf(result, 'cores'), processors?.length)
  })

  test('reads recorded load', ({ assert }) => {
    assert.deepEqual(parseLoadavg('12.08 4.40 0.01 2/86 5166\n'), [12.08, 4.4, 0.01])
  })

  test('refuses what is no load', ({ assert }) => {
    for (const text of ['', '0.1 0.2', 'a b c', '-1 0 0 1/2 3']) {
      assert.throws(() => parseLoadavg(text), '/proc/loadavg does not hold three numbers.')
    }
  })
})
