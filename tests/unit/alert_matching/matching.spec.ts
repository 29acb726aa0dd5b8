import { test } from '@japa/runner'
import { matchesOf, whatToSend } from '../../../app/monitoring/alert/matching.ts'
import type { HealthChange } from '../../../app/monitoring/health/consequences.ts'
import type { StandingChange } from '../../../app/monitoring/health/standings_after.ts'
import type { State } from '../../../app/monitoring/states.ts'
import { alertEntry, assignment, judged, outcome } from '../../support/assignments.ts'

function change(numbers: Parameters<typeof assignment>[0], instance = ''): StandingChange {
  const result = judged(outcome(assignment(numbers), 1), 'major')
  return { judged: result, instance, from: 'ok', to: 'major', since: 1, reason: '' }
}

function hostChange(id: number): HealthChange {
  return { subject: { kind: 'host', id }, from: 'ok', to: 'major', cause: change({ host: id }) }
}

const NONE = new Map()

test.group('Alerts that look at a change', () => {
  const changes = [change({ plugin: 1 }), change({ plugin: 2 }, '/home'), change({ check: 7 })]

  test('compare the health of hosts when nothing restricts them', ({ assert }) => {
    const found = matchesOf([alertEntry()], changes, [hostChange(1), hostChange(2)], NONE)
    assert.deepEqual(
      found.map((match) => match.subject),
      ['host:1', 'host:2']
    )
  })

  test('compare each result of a chosen plugin or a chosen check', ({ assert }) => {
    const alert = alertEntry({ pluginIds: new Set([2]), checkIds: new Set([7]) })
    const found = matchesOf([alert], changes, [hostChange(1)], NONE)
    assert.deepEqual(
      found.map((match) => match.subject),
      ['result:1:1:2:/home', 'result:1:7:1:']
    )
  })

  test('leave out hosts that were not chosen', ({ assert }) => {
    const chosen = { hostIds: new Set([2]) }
    const plain = matchesOf([alertEntry(chosen)], changes, [hostChange(1), hostChange(2)], NONE)
    assert.deepEqual(
      plain.map((match) => match.subject),
      ['host:2']
    )
    const restricted = alertEntry({ ...chosen, pluginIds: new Set([1]) })
    assert.isEmpty(matchesOf([restricted], changes, [], NONE))
  })

  test('match each for itself', ({ assert }) => {
    const alerts = [alertEntry({ id: 1 }), alertEntry({ id: 2 })]
    const found = matchesOf(alerts, changes, [hostChange(1)], NONE)
    assert.deepEqual(
      found.map((match) => match.alert.id),
      [1, 2]
    )
  })
})

test.group('What is sent', () => {
  type Row = [from: State, to: State, isOpen: boolean, sent: 'problem' | 'recovery' | null]
  const ofTrouble = { from: ['ok', 'minor', 'no_data'], to: ['major', 'critical'] }
  const TROUBLE: Row[] = [
    ['ok', 'major', false, 'problem'],
    ['minor', 'critical', false, 'problem'],
    ['no_data', 'major', false, 'problem'],
    ['major', 'critical', true, null],
    ['ok', 'minor', false, null],
    ['major', 'minor', true, null],
    ['major', 'ok', true, 'recovery'],
    ['minor', 'ok', true, 'recovery'],
    ['major', 'no_data', true, 'recovery'],
    ['minor', 'ok', false, null],
    ['no_data', 'ok', false, null],
    ['unknown', 'major', true, null],
  ]
  const GOOD_NEWS: Row[] = [
    ['major', 'ok', false, 'recovery'],
    ['no_data', 'ok', false, null],
    ['ok', 'major', false, null],
    ['major', 'no_data', false, null],
  ]
  const table: [string, { from: string[]; to: string[] }, Row[]][] = [
    ['trouble', ofTrouble, TROUBLE],
    ['good news only', { from: ['major', 'no_data'], to: ['ok'] }, GOOD_NEWS],
  ]

  for (const [name, states, rows] of table) {
    test(`by an alert for ${name}`, ({ assert }) => {
      const alert = alertEntry({
        from: new Set(states.from as State[]),
        to: new Set(states.to as State[]),
      })
      for (const [from, to, isOpen, sent] of rows) {
        const match = { alert, subject: '', from, to, cause: change({}) }
        assert.equal(whatToSend(match, isOpen), sent, `${from} to ${to}, open: ${isOpen}`)
      }
    })
  }
})
