import testUtils from '@adonisjs/core/services/test_utils'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { nextRuns } from '../../../app/schedules/next_runs.ts'
import { apiAs, refusedFields } from '../../support/api.ts'
import { every } from '../../support/assignments.ts'
import { createCheck } from '../../support/factories.ts'

const INTERVAL = { start_at: '2026-01-01T00:00:00Z', every: { value: 5, unit: 'minutes' } }

test.group('Schedules', (group) => {
  group.each.setup(() => testUtils.db().wrapInGlobalTransaction())

  test('are made, read, changed and deleted', async ({ assert }) => {
    const api = await apiAs('owner')
    const check = await createCheck('web', [], [])
    const { status, body } = await api('POST', '/schedules', {
      ...{ name: 'often', checks: [check.id], intervals: [INTERVAL] },
      ...{ time_zone: 'Europe/London', maximum_lateness_s: 30 },
    })
    assert.equal(status, 201)
    assert.deepInclude(body.data, {
      ...{ name: 'often', description: '', time_zone: 'Europe/London', maximum_lateness_s: 30 },
      checks: [{ id: check.id, name: 'web' }],
      intervals: [{ start_at: '2026-01-01T00:00:00.000Z', every: { value: 5, unit: 'minute' } }],
    })
    assert.lengthOf(body.data.next_runs, 5)
    const steps = body.data.next_runs.map((at: string) => Date.parse(at))
    assert.deepEqual(
      steps.slice(1).map((at: number, index: number) => at - steps[index]),
      [300_000, 300_000, 300_000, 300_000]
    )
    const path = `/schedules/${body.data.id}`
    const changed = await api('PATCH', path, { name: 'seldom', checks: [] })
    assert.deepInclude(changed.body.data, { name: 'seldom', checks: [], maximum_lateness_s: 30 })
    assert.lengthOf(changed.body.data.intervals, 1, 'what is not given stays')
    const again = await api('PATCH', path, { intervals: body.data.intervals })
    assert.deepEqual(again.body.data.intervals, body.data.intervals, 'what is read may be sent')
    assert.equal((await api('GET', '/schedules?q=seld')).body.meta.total, 1)
    assert.equal((await api('DELETE', path)).status, 204)
    assert.equal((await api('GET', path)).status, 404)
  })

  test('read a start without an offset on their own clock', async ({ assert }) => {
    const { body } = await (
      await apiAs('owner')
    )('POST', '/schedules', {
      ...{ name: 'mornings', time_zone: 'Europe/Paris' },
      intervals: [{ start_at: '2026-07-01T06:00', every: { value: 1, unit: 'day' } }],
    })
    assert.equal(body.data.intervals[0].start_at, '2026-07-01T04:00:00.000Z')
  })

  test('are refused: {$i}')
    .with([
      [{ name: ' ' }, 'name', 'at most 100'],
      [{ intervals: undefined }, 'intervals', 'at least one'],
      [{ intervals: [] }, 'intervals', 'at least one'],
      [{ intervals: [5] }, 'intervals.0', 'Give an interval like'],
      [{ intervals: [{ every: INTERVAL.every }] }, 'intervals.0.start_at', 'start_at'],
      [{ intervals: [{ ...INTERVAL, start_at: 'soon' }] }, 'intervals.0.start_at', 'a time like'],
      [{ intervals: [{ ...INTERVAL, start_at: '9999-01-01' }] }, 'intervals.0.start_at', '2199'],
      [unit(0, 'second'), 'intervals.0.every.value', 'at least a second'],
      [unit(0.5, 'second'), 'intervals.0.every.value', 'whole number'],
      [unit(-5, 'minute'), 'intervals.0.every.value', 'at least a second'],
      [unit(1e12, 'second'), 'intervals.0.every.value', '10 years'],
      [unit(523, 'week'), 'intervals.0.every.value', '10 years'],
      [unit(1, 'month'), 'intervals.0.every.unit', 'seconds, minutes'],
      [{ time_zone: 'Europe/Atlantis' }, 'time_zone', 'Europe/London'],
      [{ time_zone: '+02:00' }, 'time_zone', 'Europe/London'],
      [{ maximum_lateness_s: 0 }, 'maximum_lateness_s', 'from 1'],
      [{ checks: [999_999] }, 'checks', 'no check 999999'],
    ] as const)
    .run(async ({ assert }, [changes, field, words]) => {
      const body = { name: 'often', checks: [], intervals: [INTERVAL], ...changes }
      const answer = await (await apiAs('owner'))('POST', '/schedules', body)
      assert.equal(answer.status, 422)
      assert.deepEqual(refusedFields(answer), [field])
      assert.include(answer.body.error.message, words)
      assert.lengthOf(await db.from('schedules'), 0)
    })
})

test.group('Next runs', () => {
  test('are those of all intervals together, each once', ({ assert }) => {
    const intervals = [every(2, 'minute', '2026-01-01'), every(3, 'minute', '2026-01-01')]
    const runs = nextRuns(intervals, new Date('2026-01-01T00:01:00Z'), 5)
    assert.deepEqual(
      runs.map((at) => at.getUTCMinutes()),
      [2, 3, 4, 6, 8]
    )
  })

  test('follow the wall clock over a change of the hour', ({ assert }) => {
    const daily = every(1, 'day', '2026-03-27T06:00:00Z', 'Europe/London')
    const runs = nextRuns([daily], new Date('2026-03-27T12:00:00Z'), 3)
    assert.deepEqual(
      runs.map((at) => at.toISOString().slice(8, 13)),
      ['28T06', '29T05', '30T05']
    )
  })
})

function unit(value: number, name: string) {
  return { intervals: [{ ...INTERVAL, every: { value, unit: name } }] }
}
