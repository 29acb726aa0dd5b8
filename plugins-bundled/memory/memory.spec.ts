import { readFile } from 'node:fs/promises'
import { test } from '@japa/runner'
import {
  loadModule,
  loadPlugin,
  metricOf,
  recorded,
} from '../../tests/unit/plugins/plugin_folder.ts'

const { parseMeminfo, parseOomKills } = await loadModule<{
  parseMeminfo(text: string): { totalBytes: number; availableBytes: number }
  parseOomKills(text: string): number | null
}>('memory', 'parse_meminfo.js')

const OF_TOTAL = 2

async function kilobytes(name: string): Promise<number> {
  const line = (await readFile('/proc/meminfo', 'utf8'))
    .split('\n')
    .find((text) => text.startsWith(`${name}:`))
  return Number(line?.split(/\s+/)[1])
}

test.group('Memory', () => {
  test('agrees with /proc/meminfo of this machine', async ({ assert }) => {
    const result = await (await loadPlugin('memory')).getData({}, {})
    const total = await kilobytes('MemTotal')
    const available = await kilobytes('MemAvailable')
    assert.equal(metricOf(result, 'total_bytes'), total * 1024)
    assert.approximately(result.value ?? -1, 100 - (100 * available) / total, OF_TOTAL)
    assert.approximately(
      (result.value ?? -1) + (metricOf(result, 'available_percent') ?? -1),
      100,
      1e-9
    )
    assert.equal(result.message, '')
  })

  test('counts the programs ended for lack of memory on this machine', async ({ assert }) => {
    const result = await (await loadPlugin('memory')).getData({}, {})
    const [, kills] = /\noom_kill (\d+)/.exec(await readFile('/proc/vmstat', 'utf8')) ?? []
    assert.equal(metricOf(result, 'oom_kills'), kills === undefined ? undefined : Number(kills))
  })

  test('reads recorded memory', async ({ assert }) => {
    const text = await recorded('memory', 'meminfo_debian12.txt')
    assert.deepEqual(parseMeminfo(text), {
      totalBytes: 24_684_092 * 1024,
      availableBytes: Number(/MemAvailable: +(\d+)/.exec(text)?.[1]) * 1024,
    })
    assert.equal(parseOomKills(await recorded('memory', 'vmstat.txt')), 3)
  })

  test('adds up free memory and caches where the kernel is old', async ({ assert }) => {
    const { availableBytes } = parseMeminfo(await recorded('memory', 'meminfo_linux_3_10.txt'))
    assert.equal(availableBytes, 1_144_856 * 1024)
  })

  test('says which line is missing', ({ assert }) => {
    assert.throws(() => parseMeminfo(''), '/proc/meminfo does not say MemTotal.')
    assert.throws(() => parseMeminfo('MemTotal:  10 kB\n'), /neither MemAvailable nor MemFree/)
    assert.isNull(parseOomKills('pgfault 1\n'))
  })
})
