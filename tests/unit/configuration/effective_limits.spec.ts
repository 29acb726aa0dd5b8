import { test } from '@japa/runner'
import {
  effectiveLimits,
  type LimitRow,
} from '../../../app/monitoring/configuration/effective_limits.ts'

const declared = [
  { name: 'major', label: 'Major', unit: '%', default: 90 },
  { name: 'minor', label: 'Minor', unit: '%', default: 80 },
]

function row(value: number, where: Partial<LimitRow> = {}): LimitRow {
  const anywhere = { host_group_id: null, check_id: null, host_id: null, instance: null }
  return { plugin_id: 1, name: 'major', ...anywhere, value, ...where }
}

/** From the least to the most particular. */
const ROWS = [
  row(1),
  row(2, { host_group_id: 7, group_size: 9 }),
  row(3, { host_group_id: 8, group_size: 2 }),
  row(4, { host_group_id: 9, group_size: 2 }),
  row(5, { check_id: 5 }),
  row(6, { host_group_id: 7, group_size: 9, check_id: 5 }),
  row(7, { host_id: 6 }),
  row(8, { host_id: 6, check_id: 5 }),
]

test.group('Limits', () => {
  test('are those of the manifest when nobody has changed them', ({ assert }) => {
    assert.deepEqual(effectiveLimits(declared, [], 5, 6), {
      limits: { major: 90, minor: 80 },
      instanceLimits: {},
    })
  })

  test('come from the most particular place, in whatever order they are stored', ({ assert }) => {
    for (let count = 1; count <= ROWS.length; count++) {
      for (const rows of [ROWS.slice(0, count), ROWS.slice(0, count).reverse()])
        assert.equal(effectiveLimits(declared, rows, 5, 6).limits.major, count)
    }
  })

  test('of another check, host or name change nothing', ({ assert }) => {
    const others = [row(1, { check_id: 9 }), row(2, { host_id: 9 }), row(3, { name: 'gone' })]
    assert.deepEqual(effectiveLimits(declared, others, 5, 6).limits, { major: 90, minor: 80 })
  })

  test('of an instance build on those of the whole', ({ assert }) => {
    const rows = [row(95, { instance: '/' }), row(70, { name: 'minor', check_id: 5 })]
    const { limits, instanceLimits } = effectiveLimits(declared, rows, 5, 6)
    assert.deepEqual(limits, { major: 90, minor: 70 })
    assert.deepEqual(instanceLimits, { '/': { major: 95, minor: 70 } })
  })

  test('of an instance on this host beat those of the instance anywhere', ({ assert }) => {
    const rows = [row(97, { instance: '/', host_id: 6 }), row(95, { instance: '/' })]
    assert.equal(effectiveLimits(declared, rows, 5, 6).instanceLimits['/'].major, 97)
  })

  test('of an instance or a limit named like a part of every object stay its own', ({ assert }) => {
    const rows = [row(1, { instance: '__proto__' }), row(2, { name: 'constructor' })]
    const { limits, instanceLimits } = effectiveLimits(declared, rows, 5, 6)
    assert.notProperty({}, 'major')
    assert.deepEqual(Object.keys(instanceLimits), ['__proto__'])
    assert.deepEqual(Object.keys(limits), ['major', 'minor'])
  })
})
