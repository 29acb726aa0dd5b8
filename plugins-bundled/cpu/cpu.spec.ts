import { readFile } from 'node:fs/promises'
import os from 'node:os'
import { test } from '@japa/runner'
import {
  loadModule,
  loadPlugin,
  metricOf,
  recorded,
} from '../../tests/unit/plugins/plugin_folder.ts'

interface CpuTimes {
  total: number
  idle: number
  iowait: number
  steal: number
  cores: number
}

const { parseStat, shares, sumCpus } = await loadModule<{
  parseStat(text: string): CpuTimes
  sumCpus(cpus: os.CpuInfo[]): CpuTimes
  shares(from: CpuTimes, to: CpuTimes): { busy: number; iowait: number; steal: number } | null
}>('cpu', 'parse_stat.js')

const POINTS = 15

/** Ticks this machine has worked and counted so far, by a reading of its own. */
async function ticks(): Promise<{ worked: number; all: number }> {
  const [line] = (await readFile('/proc/stat', 'utf8')).split('\n')
  const [user, nice, system, idle, iowait, irq, softirq, steal] =
    line.match(/\d+/g)?.map(Number) ?? []
  const worked = user + nice + system + irq + softirq + steal
  return { worked, all: worked + idle + iowait }
}

/** Works until the machine has counted two seconds of work on one core. */
async function work(): Promise<void> {
  const { worked } = await ticks()
  while ((await ticks()).worked < worked + 200) for (let i = 0; i < 1e6; i++) Math.sqrt(i)
}

test.group('Processor', () => {
  test('answers on the first run', async ({ assert }) => {
    const result = await (await loadPlugin('cpu')).getData({}, {})
    assert.isAtLeast(result.value ?? -1, 0)
    assert.isAtMost(result.value ?? 101, 100)
    assert.equal(metricOf(result, 'cores'), os.cpus().length)
  })

  test('agrees with /proc/stat of this machine since the run before', async ({ assert }) => {
    const plugin = await loadPlugin('cpu')
    await plugin.getData({}, {})
    const from = await ticks()
    await work()
    const result = await plugin.getData({}, {})
    const to = await ticks()
    const expected = (100 * (to.worked - from.worked)) / (to.all - from.all)
    assert.approximately(result.value ?? -1, expected, POINTS)
    assert.isAbove(result.value ?? -1, 0)
  })

  test('reads recorded times and counts stolen time as busy, waiting not', async ({ assert }) => {
    const from = parseStat(await recorded('cpu', 'stat_before.txt'))
    const to = parseStat(await recorded('cpu', 'stat_after.txt'))
    assert.deepEqual(from, {
      total: 60_379_129,
      idle: 46_828_483,
      iowait: 16_683,
      steal: 1200,
      cores: 2,
    })
    const share = shares(from, to)
    assert.approximately(share?.busy ?? -1, (100 * 700) / 1300, 1e-9)
    assert.approximately(share?.iowait ?? -1, (100 * 300) / 1300, 1e-9)
    assert.approximately(share?.steal ?? -1, (100 * 50) / 1300, 1e-9)
  })

  test('survives waiting time that runs backwards, and counters that stand still', ({ assert }) => {
    const from = { total: 1000, idle: 500, iowait: 100, steal: 0, cores: 1 }
    assert.deepEqual(shares(from, { ...from, total: 1100, idle: 600, iowait: 95 }), {
      busy: 0,
      iowait: 0,
      steal: 0,
    })
    assert.isNull(shares(from, from))
  })

  test('adds up the processors of systems without /proc', ({ assert }) => {
    const times = { user: 10, nice: 1, sys: 5, idle: 80, irq: 4 }
    const cpu = { model: 'x', speed: 1, times }
    assert.deepEqual(sumCpus([cpu, cpu]), { total: 200, idle: 160, iowait: 0, steal: 0, cores: 2 })
    assert.throws(() => sumCpus([]), 'The system does not name its processors.')
  })

  test('refuses what holds no times', ({ assert }) => {
    assert.throws(() => parseStat('intr 1\n'), '/proc/stat has no line for all processors.')
    assert.throws(() => parseStat('cpu  1 2 x 4\n'), /not made of numbers/)
  })
})
