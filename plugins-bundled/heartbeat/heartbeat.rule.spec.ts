import { test } from '@japa/runner'
import { failure, judgeTimeline, statesOf, times } from '../../tests/unit/plugins/timeline.ts'

const EVERY_10_S = { interval: 10 }
const ANSWER = { value: 1 }
const SILENCE = failure('connection_timeout', 'No answer within 10 s.')

test.group('Heartbeat rule', () => {
  test('goes from minor to major to critical while nothing answers, and back at the first answer', async ({
    assert,
  }) => {
    const steps = [...times(5, ANSWER), ...times(40, SILENCE), ANSWER]
    assert.equal(await statesOf('heartbeat', steps, EVERY_10_S), 'ok minor major critical ok')
    const states = (await judgeTimeline('heartbeat', steps, EVERY_10_S)).map(({ state }) => state)
    assert.equal(states.indexOf('minor'), 5)
    assert.equal(states.indexOf('major'), 7)
    assert.equal(states.indexOf('critical'), 5 + 30)
  })

  test('stays critical when the silence is longer than the history', async ({ assert }) => {
    const steps = [ANSWER, ...times(200, SILENCE)]
    assert.equal(await statesOf('heartbeat', steps, EVERY_10_S), 'ok minor major critical')
    const faster = { interval: 5, limits: { critical_seconds: 290 } }
    assert.equal(await statesOf('heartbeat', steps, faster), 'ok minor major critical')
  })

  test('begins anew after each answer', async ({ assert }) => {
    const steps = [...times(2, SILENCE), ANSWER, ...times(2, SILENCE), ANSWER]
    assert.equal(await statesOf('heartbeat', steps, EVERY_10_S), 'minor ok minor ok')
  })

  test('counts minutes, not answers, when it asks seldom', async ({ assert }) => {
    const steps = [ANSWER, ...times(2, SILENCE)]
    assert.equal(await statesOf('heartbeat', steps, { interval: 300 }), 'ok minor critical')
  })

  test('names a refused key and another certificate, and does not call the machine silent', async ({
    assert,
  }) => {
    const types = ['authentication_error', 'certificate_error', 'connection_error'] as const
    const steps = types.map((type) => failure(type))
    const verdicts = await judgeTimeline('heartbeat', [ANSWER, ...steps], EVERY_10_S)
    assert.deepEqual(
      verdicts.map(({ state, why }) => [state, why]),
      [
        ['ok', ''],
        ['minor', 'The agent answered, but it did not accept the key.'],
        ['minor', 'The agent showed another certificate than the expected one.'],
        ['major', 'No connection to the agent could be made.'],
      ]
    )
  })

  test('is unknown when the agent answers and the plugin fails', async ({ assert }) => {
    const failed = failure('plugin_timeout', 'It did not end within 10 s.')
    const [verdict] = await judgeTimeline('heartbeat', [failed], EVERY_10_S)
    assert.deepInclude(verdict, { state: 'unknown', why: 'It did not end within 10 s.' })
  })

  test('follows the limits', async ({ assert }) => {
    const limits = { minor_missed: 2, major_missed: 4, critical_seconds: 60 }
    const steps = [ANSWER, ...times(8, SILENCE)]
    const verdicts = await judgeTimeline('heartbeat', steps, { interval: 10, limits })
    const states = verdicts.map(({ state }) => state)
    assert.deepEqual(states, [
      ...['ok', 'ok', 'minor', 'minor', 'major', 'major', 'major'],
      ...['critical', 'critical'],
    ])
  })
})
