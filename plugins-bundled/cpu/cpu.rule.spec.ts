import { test } from '@japa/runner'
import { failure, judgeTimeline, statesOf, times } from '../../tests/unit/plugins/timeline.ts'

const EVERY_10_S = { interval: 10 }

function busy(value: number, iowait = 0) {
  return { value, metrics: [{ name: 'iowait_percent', value: iowait }] }
}

test.group('Processor rule', () => {
  test('takes minutes of work, not a peak, to be minor and major', async ({ assert }) => {
    const peak = [...times(70, busy(5)), ...times(6, busy(100)), ...times(70, busy(5))]
    assert.equal(await statesOf('cpu', peak, EVERY_10_S), 'ok')
    const steps = [...times(61, busy(5)), ...times(80, busy(100)), ...times(80, busy(5))]
    assert.equal(await statesOf('cpu', steps, EVERY_10_S), 'ok minor major minor ok')
  })

  test('goes back at 5 points below the limit', async ({ assert }) => {
    const steps = [...times(70, busy(88)), ...times(70, busy(82)), ...times(70, busy(79))]
    assert.equal(await statesOf('cpu', steps, EVERY_10_S), 'ok minor ok')
    const verdicts = await judgeTimeline('cpu', steps, EVERY_10_S)
    assert.equal(verdicts[139].state, 'minor')
    assert.equal(
      await statesOf('cpu', [...times(70, busy(79)), ...times(70, busy(82))], EVERY_10_S),
      'ok'
    )
    const major = [...times(70, busy(97)), ...times(70, busy(92)), ...times(70, busy(89))]
    assert.equal(await statesOf('cpu', major, EVERY_10_S), 'ok major minor')
  })

  test('says nothing until 80 % of the ten minutes are covered', async ({ assert }) => {
    const verdicts = await judgeTimeline('cpu', times(60, busy(100)), EVERY_10_S)
    const first = verdicts.findIndex(({ state }) => state === 'major')
    assert.equal(first, 48)
    const holes = Array.from({ length: 100 }, (_, index) =>
      index % 3 === 0 ? failure('connection_timeout') : busy(100)
    )
    const states = (await judgeTimeline('cpu', holes, EVERY_10_S)).map(({ state }) => state)
    assert.deepEqual([...new Set(states)], ['unknown', 'ok'])
  })

  test('waits for three values when they are far apart', async ({ assert }) => {
    const steps = [busy(5), ...times(3, busy(100))]
    const verdicts = await judgeTimeline('cpu', steps, { interval: 900 })
    assert.deepEqual(
      verdicts.map(({ state }) => state),
      ['ok', 'ok', 'ok', 'major']
    )
  })

  test('is minor after half an hour of waiting for disks, and says so', async ({ assert }) => {
    const steps = [...times(250, busy(20, 60)), ...times(200, busy(20, 0))]
    assert.equal(await statesOf('cpu', steps, EVERY_10_S), 'ok minor ok')
    const verdicts = await judgeTimeline('cpu', steps, EVERY_10_S)
    const first = verdicts.findIndex(({ state }) => state === 'minor')
    assert.equal(first, 144)
    assert.equal(
      verdicts[first].why,
      'The processor has been waiting for the disks for a long time.'
    )
  })

  test('judges systems that do not count the waiting', async ({ assert }) => {
    assert.equal(await statesOf('cpu', times(70, { value: 99 }), EVERY_10_S), 'ok major')
  })

  test('is unknown when the plugin fails, with its words', async ({ assert }) => {
    const steps = [busy(5), failure('command_unsuccessful', 'It could not be read.')]
    const [, verdict] = await judgeTimeline('cpu', steps, EVERY_10_S)
    assert.deepInclude(verdict, { state: 'unknown', why: 'It could not be read.' })
  })
})
