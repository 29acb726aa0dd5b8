import { test } from '@japa/runner'
import { failure, judgeTimeline, statesOf, type Step } from '../../tests/unit/plugins/timeline.ts'

const DAY = 86_400
const DAILY = { interval: DAY }

function waiting(facts: Record<string, number>): Step {
  const metrics = Object.entries(facts).map(([name, value]) => ({ name, value }))
  return { value: facts.updates_security ?? 0, metrics }
}

function security(days: number) {
  return waiting({ updates_security: 3, security_age_seconds: days * DAY })
}

test.group('Updates rule', () => {
  test('lets security updates wait a week before minor and a month before major', async ({
    assert,
  }) => {
    const steps = Array.from({ length: 33 }, (_, day) => security(day))
    const states = (await judgeTimeline('updates', steps, DAILY)).map(({ state }) => state)
    assert.equal(states.indexOf('minor'), 8)
    assert.equal(states.indexOf('major'), 31)
    assert.equal(await statesOf('updates', [...steps, waiting({})], DAILY), 'ok minor major ok')
  })

  test('does not mind updates that are not for security', async ({ assert }) => {
    const step = waiting({ updates_total: 200, updates_security: 0, security_age_seconds: 0 })
    assert.equal(await statesOf('updates', [step], DAILY), 'ok')
  })

  test('is minor when a restart has been due for more than a week', async ({ assert }) => {
    const due = (days: number) => waiting({ reboot_required: 1, reboot_age_seconds: days * DAY })
    const verdicts = await judgeTimeline('updates', [due(7), due(7.1), due(40)], DAILY)
    assert.deepEqual(
      verdicts.map(({ state }) => state),
      ['ok', 'minor', 'minor']
    )
    assert.equal(verdicts[2].why, 'The machine needs a restart to finish its updates.')
  })

  test('is unknown when the list is too old to tell, but still says what it knows', async ({
    assert,
  }) => {
    const old = { lists_age_seconds: 15 * DAY }
    const known = { ...old, updates_security: 1, security_age_seconds: 31 * DAY }
    assert.equal(await statesOf('updates', [waiting(old), waiting(known)], DAILY), 'unknown major')
  })

  test('is unknown when the plugin fails, with its words', async ({ assert }) => {
    const step = failure('command_unsuccessful', 'apt has no list of updates yet.')
    const [verdict] = await judgeTimeline('updates', [security(40), step], DAILY).then((all) =>
      all.slice(1)
    )
    assert.deepInclude(verdict, { state: 'unknown', why: 'apt has no list of updates yet.' })
  })

  test('follows the limits', async ({ assert }) => {
    const limits = { minor_security_days: 0, major_security_days: 2 }
    assert.equal(
      await statesOf('updates', [security(0), security(1), security(3)], { interval: DAY, limits }),
      'ok minor major'
    )
  })
})
