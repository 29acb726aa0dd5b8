import { test } from '@japa/runner'
import { failure, judgeTimeline, statesOf, times } from '../../tests/unit/plugins/timeline.ts'

const EVERY_10_S = { interval: 10 }

function used(value: number, oomKills = 0) {
  return { value, metrics: [{ name: 'oom_kills', value: oomKills }] }
}

test.group('Memory rule', () => {
  test('is minor and major when seen three times in a row', async ({ assert }) => {
    const steps = [...times(3, used(50)), ...times(3, used(92)), ...times(3, used(97)), used(50)]
    const states = (await judgeTimeline('memory', steps, EVERY_10_S)).map(({ state }) => state)
    assert.equal(states.indexOf('minor'), 5)
    assert.equal(states.indexOf('major'), 8)
    assert.equal(states[9], 'ok')
  })

  test('overlooks peaks', async ({ assert }) => {
    const steps = [used(99), used(99), used(50), used(99), used(99), used(50)]
    assert.equal(await statesOf('memory', steps, EVERY_10_S), 'ok')
  })

  test('is not above a limit it only reaches', async ({ assert }) => {
    assert.equal(await statesOf('memory', times(5, used(90)), EVERY_10_S), 'ok')
  })

  test('goes back 3 points below the limit', async ({ assert }) => {
    const steps = [...times(3, used(96)), used(93), used(92), used(88), used(87), used(88)]
    const verdicts = await judgeTimeline('memory', steps, EVERY_10_S)
    assert.deepEqual(
      verdicts.slice(2).map(({ state }) => state),
      ['major', 'major', 'minor', 'minor', 'ok', 'ok']
    )
  })

  test('passes over results without a number, and does not recover by them', async ({ assert }) => {
    const away = times(4, failure('connection_timeout'))
    const steps = [...times(3, used(96)), ...away, used(96)]
    assert.equal(await statesOf('memory', steps, EVERY_10_S), 'ok major unknown major')
    assert.equal(
      await statesOf('memory', [used(96), ...away, used(96)], EVERY_10_S),
      'ok unknown ok'
    )
  })

  test('is major when a program was ended, until that has left the history', async ({ assert }) => {
    const steps = [...times(3, used(40, 2)), ...times(70, used(40, 3))]
    const verdicts = await judgeTimeline('memory', steps, EVERY_10_S)
    const states = verdicts.map(({ state }) => state)
    assert.equal(states.indexOf('major'), 3)
    assert.equal(verdicts[3].why, 'The system has ended a program because memory ran out.')
    assert.equal(states.lastIndexOf('major'), 61)
    assert.equal(states[72], 'ok')
  })

  test('takes a counter that begins again for a restart, and counts from there', async ({
    assert,
  }) => {
    assert.equal(await statesOf('memory', [used(40, 7), used(40, 0)], EVERY_10_S), 'ok')
    assert.equal(
      await statesOf('memory', [used(40, 7), used(40, 0), used(40, 1)], EVERY_10_S),
      'ok major'
    )
  })

  test('judges systems that do not count ended programs', async ({ assert }) => {
    assert.equal(await statesOf('memory', times(3, { value: 91 }), EVERY_10_S), 'ok minor')
  })

  test('is unknown when the plugin fails, with its words', async ({ assert }) => {
    const [verdict] = await judgeTimeline(
      'memory',
      [failure('plugin_timeout', 'Too slow.')],
      EVERY_10_S
    )
    assert.deepInclude(verdict, { state: 'unknown', why: 'Too slow.' })
  })

  test('follows the limits', async ({ assert }) => {
    const limits = { minor_percent: 10, major_percent: 20, times: 1, clear_points: 0 }
    const steps = [used(9), used(11), used(21), used(20), used(10)]
    assert.equal(
      await statesOf('memory', steps, { interval: 10, limits }),
      'ok minor major minor ok'
    )
  })
})
