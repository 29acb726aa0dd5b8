import { test } from '@japa/runner'
import { healthOf, type Standing } from '../../../app/monitoring/health/memory.ts'
import {
  changesBetween,
  isSameStanding,
  standingsAfter,
  UNREACHABLE_REASON,
  VANISHED_REASON,
} from '../../../app/monitoring/health/standings_after.ts'
import type { State } from '../../../app/monitoring/states.ts'
import { assignment, judged, outcome, verdict } from '../../support/assignments.ts'

const disks = assignment({ identifier: 'disk_space' })

function standing(state: State, since = 100, countsAs = state): Standing {
  return { state, countsAs, since, reason: '' }
}

const shown = (standings: ReadonlyMap<string, Standing>) =>
  Object.fromEntries([...standings].map(([name, each]) => [name, [each.state, each.countsAs]]))

test.group('Standings after a result', () => {
  test('follow the rule, and remember since when', ({ assert }) => {
    const first = standingsAfter(new Map(), judged(outcome(disks, 100), 'major'))
    const second = standingsAfter(first, judged(outcome(disks, 200), 'major'))
    const third = standingsAfter(second, judged(outcome(disks, 300), 'ok'))
    assert.deepEqual(shown(first), { '': ['major', 'major'] })
    assert.equal(second.get('')!.since, 100)
    assert.equal(third.get('')!.since, 300)
  })

  test('count instances one by one, and the whole as ok beside them', ({ assert }) => {
    const said = verdict('critical', '', { '/': 'critical', '/home': 'ok' })
    const after = standingsAfter(new Map(), judged(outcome(disks, 100), said))
    assert.deepEqual(shown(after), {
      '': ['critical', 'ok'],
      '/': ['critical', 'critical'],
      '/home': ['ok', 'ok'],
    })
  })

  test('are unknown but count as before while the machine is not reached', ({ assert }) => {
    const before = new Map([
      ['', standing('critical', 100, 'ok')],
      ['/', standing('critical')],
    ])
    const lost = judged(outcome(disks, 200, { type: 'connection_timeout', value: null }), 'ok')
    const after = standingsAfter(before, lost)
    assert.deepEqual(shown(after), { '': ['unknown', 'ok'], '/': ['unknown', 'critical'] })
    assert.equal(after.get('/')!.reason, UNREACHABLE_REASON)
    assert.isEmpty(changesBetween(before, after, lost))
    const back = judged(outcome(disks, 300), verdict('ok', '', { '/': 'ok' }))
    const ended = changesBetween(after, standingsAfter(after, back), back)
    assert.deepEqual(
      ended.map((each) => [each.instance, each.from, each.to]),
      [['/', 'critical', 'ok']]
    )
  })

  test('count as nothing when the machine has never been reached', ({ assert }) => {
    const lost = judged(outcome(disks, 1, { type: 'connection_error', value: null }), 'ok')
    const after = standingsAfter(new Map(), lost)
    assert.deepEqual(shown(after), { '': ['unknown', 'no_data'] })
    assert.isEmpty(changesBetween(new Map(), after, lost))
  })

  test('leave it to heartbeat to say that a machine is not reached', ({ assert }) => {
    const heartbeat = assignment({ identifier: 'heartbeat' })
    const lost = judged(outcome(heartbeat, 1, { type: 'connection_error', value: null }), 'major')
    assert.deepEqual(shown(standingsAfter(new Map(), lost)), { '': ['major', 'major'] })
  })

  test('end with an instance that a good answer no longer names', ({ assert }) => {
    const before = new Map([
      ['', standing('major', 100, 'ok')],
      ['/usb', standing('major')],
    ])
    const good = judged(outcome(disks, 200), verdict('ok', '', { '/': 'ok' }))
    const after = standingsAfter(before, good)
    assert.notProperty(shown(after), '/usb')
    const gone = changesBetween(before, after, good).find((each) => each.instance === '/usb')!
    assert.deepEqual([gone.from, gone.to, gone.reason], ['major', 'no_data', VANISHED_REASON])
  })

  test('keep the instances when the plugin itself has failed', ({ assert }) => {
    const before = new Map([['/', standing('major')]])
    const failed = judged(outcome(disks, 200, { type: 'plugin_timeout', value: null }), 'unknown')
    const after = standingsAfter(before, failed)
    assert.deepEqual(shown(after), { '': ['unknown', 'unknown'], '/': ['major', 'major'] })
  })

  test('are written again for another reason, not for another moment', ({ assert }) => {
    assert.isTrue(isSameStanding(standing('ok', 1), standing('ok', 2)))
    assert.isFalse(isSameStanding(standing('ok'), { ...standing('ok'), reason: 'new' }))
    assert.isFalse(isSameStanding(standing('ok'), standing('ok', 1, 'minor')))
    assert.isFalse(isSameStanding(undefined, standing('ok')))
  })
})

test.group('Health of a host', () => {
  test('is the worst of what counts, and no data without any', ({ assert }) => {
    const host = (...standings: Standing[]) => ({
      ...{ health: 'no_data' as const, since: 0 },
      assignments: new Map(
        standings.map((each, index) => [
          String(index),
          { assignment: assignment(), last: null, standings: new Map([['', each]]) },
        ])
      ),
    })
    assert.equal(healthOf(host()), 'no_data')
    assert.equal(healthOf(host(standing('ok'), standing('unknown'), standing('minor'))), 'minor')
    assert.equal(healthOf(host(standing('critical', 1, 'ok'), standing('ok'))), 'ok')
  })
})
