import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { test } from '@japa/runner'
import { buildProduct } from '../../survival/product.ts'

const program = fileURLToPath(new URL('../../../bench/run.ts', import.meta.url))
const FIGURES = ['cpu_s_per_1000_checks', 'memory_pss_mib']
const FLEET = { hosts: 5, plugins: 6, interval_s: 1 }

test.group('The benchmark', (group) => {
  group.setup(() => buildProduct())

  test('prints one line of JSON per figure, and loses no check', async ({ assert }) => {
    const { stdout } = await promisify(execFile)(process.execPath, [
      ...['--import=@poppinss/ts-exec', program, `--only=${FIGURES.join(',')}`],
      ...['--hosts=5', '--interval=1', '--seconds=2', '--history=5'],
    ])
    const figures = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    assert.deepEqual(
      figures.map((each) => each.figure),
      FIGURES
    )
    for (const { figure, value, unit, ...fleet } of figures) {
      assert.isAbove(value, 0, figure)
      assert.isString(unit)
      assert.deepEqual(fleet, FLEET)
    }
  }).timeout(60_000)
})
