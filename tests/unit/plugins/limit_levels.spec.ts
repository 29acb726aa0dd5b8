import { test } from '@japa/runner'
import { limitLevels } from '../../../app/plugins/limit_levels.ts'

const PERCENT = { value_unit: '%' }

test.group('Levels of the main value', () => {
  test('are those of its percentage, not of other limits in percent', ({ assert }) => {
    const limits = { major_percent: 90, minor_percent: 80, minor_inodes_percent: 70 }
    assert.deepEqual(limitLevels(PERCENT, limits, {}), [
      { state: 'minor', from: 80 },
      { state: 'major', from: 90 },
    ])
  })

  test('count for every core', ({ assert }) => {
    const limits = { minor_per_core: 2 }
    assert.deepEqual(limitLevels({ value_unit: '' }, limits, { cores: 4 }), [
      { state: 'minor', from: 8 },
    ])
    assert.deepEqual(limitLevels({ value_unit: '' }, limits, {}), [])
  })

  test('leave out what a worse one hides', ({ assert }) => {
    const limits = { minor_percent: 80, major_percent: 20, critical_percent: 98 }
    assert.deepEqual(limitLevels(PERCENT, limits, {}), [
      { state: 'major', from: 20 },
      { state: 'critical', from: 98 },
    ])
  })
})
