import { test } from '@japa/runner'
import { failure, judgeTimeline, statesOf, times } from '../../tests/unit/plugins/timeline.ts'

const EVERY_MINUTE = { interval: 60 }

function load(load15: number, cores = 4) {
  const metrics = [
    { name: 'load_15', value: load15 },
    { name: 'cores', value: cores },
  ]
  return { value: load15, metrics }
}

test.group('Load rule', () => {
  test('is minor after 15 minutes and goes back 25 % below the limit', async ({ assert }) => {
    const steps = [...times(3, load(1)), ...times(20, load(9)), ...times(5, load(6.5)), load(5.9)]
    const verdicts = await judgeTimeline('load', steps, EVERY_MINUTE)
    const states = verdicts.map(({ state }) => state)
    assert.equal(states.indexOf('minor'), 3 + 15)
    assert.equal(states[27], 'minor')
    assert.equal(states[28], 'ok')
  })

  test('is major only when it is extreme for half an hour', async ({ assert }) => {
    const steps = [...times(31, load(44)), ...times(3, load(31)), load(29), load(5)]
    const verdicts = await judgeTimeline('load', steps, EVERY_MINUTE)
    const states = verdicts.map(({ state }) => state)
    assert.equal(states.indexOf('major'), 30)
    assert.deepEqual(states.slice(30), ['major', 'major', 'major', 'major', 'minor', 'ok'])
  })

  test('counts per core', async ({ assert }) => {
    assert.equal(await statesOf('load', times(30, load(9, 8)), EVERY_MINUTE), 'ok')
    assert.equal(await statesOf('load', times(30, load(9, 2)), EVERY_MINUTE), 'ok minor')
  })

  test('begins anew when a result is missing', async ({ assert }) => {
    const steps = [...times(14, load(9)), failure('connection_error'), ...times(14, load(9))]
    assert.equal(await statesOf('load', steps, EVERY_MINUTE), 'ok unknown ok')
  })

  test('is ok when the cores are not known', async ({ assert }) => {
    const steps = times(40, { value: 99, metrics: [{ name: 'load_15', value: 99 }] })
    assert.equal(await statesOf('load', steps, EVERY_MINUTE), 'ok')
  })

  test('is unknown when the plugin fails, with its words', async ({ assert }) => {
    const step = failure('command_unsuccessful', 'Windows keeps no load average.')
    const [verdict] = await judgeTimeline('load', [step], EVERY_MINUTE)
    assert.deepInclude(verdict, { state: 'unknown', why: 'Windows keeps no load average.' })
  })
})
