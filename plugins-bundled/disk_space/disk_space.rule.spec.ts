import { test } from '@japa/runner'
import {
  failure,
  judgeLast,
  judgeTimeline,
  statesOf,
  type Step,
  times,
} from '../../tests/unit/plugins/timeline.ts'

const GB = 1e9
const EVERY_MINUTE = { interval: 60 }

/** One result: figures per disk. */
function disks(figures: Record<string, Record<string, number>>): Step {
  const metrics = Object.entries(figures).flatMap(([instance, named]) =>
    Object.entries(named).map(([name, value]) => ({ name, value, instance }))
  )
  const used = Object.values(figures).flatMap(({ used_percent: value }) => value ?? [])
  return { value: used.length > 0 ? Math.max(...used) : null, metrics }
}

function root(usedPercent: number, leftGb: number, more: Record<string, number> = {}): Step {
  const figures = {
    used_percent: usedPercent,
    available_bytes: leftGb * GB,
    read_only: 0,
    answering: 1,
  }
  return disks({ '/': { ...figures, inodes_used_percent: 5, ...more } })
}

const SILENT = disks({ '/': { read_only: 0, answering: 0 } })
const locked = (usedPercent: number, leftGb = 100) => root(usedPercent, leftGb, { read_only: 1 })
const inodes = (percent: number) => root(20, 100, { inodes_used_percent: percent })

/** Fills steadily: `from` percent at the first step, `perDay` points more each day. */
function filling(count: number, from: number, perDay: number, interval: number): Step[] {
  return Array.from({ length: count }, (_, index) =>
    root(from + (index * interval * perDay) / 86_400, 60)
  )
}

test.group('Disk space rule', () => {
  test('needs much used and little left, three times in a row', async ({ assert }) => {
    const steps = [
      root(50, 100),
      ...times(3, root(85, 9)),
      ...times(3, root(92, 4)),
      ...times(3, root(98.5, 0.7)),
    ]
    const states = (await judgeTimeline('disk_space', steps, EVERY_MINUTE)).map(
      ({ state }) => state
    )
    assert.deepEqual(states, [
      ...['ok', 'ok', 'ok', 'minor', 'minor', 'minor', 'major'],
      ...['major', 'major', 'critical'],
    ])
    assert.equal(await statesOf('disk_space', times(5, root(99, 500)), EVERY_MINUTE), 'ok')
    assert.equal(await statesOf('disk_space', times(5, root(60, 0.5)), EVERY_MINUTE), 'ok')
    assert.equal(
      await statesOf('disk_space', [root(99, 1), root(99, 1), root(50, 50)], EVERY_MINUTE),
      'ok'
    )
  })

  test('goes back 2 points below the limit, or with 10 % more left', async ({ assert }) => {
    const steps = [...times(3, root(91, 4)), root(89, 4), root(91, 5.4), root(87.9, 4), root(77, 9)]
    const verdicts = await judgeTimeline('disk_space', steps, EVERY_MINUTE)
    assert.deepEqual(
      verdicts.slice(2).map(({ state }) => state),
      ['major', 'major', 'major', 'minor', 'ok']
    )
    const room = [...times(3, root(91, 4)), ...times(3, root(91, 11.5))]
    assert.equal(await statesOf('disk_space', room, EVERY_MINUTE), 'ok major ok')
  })

  test('tells in time when a disk fills, however much is left now', async ({ assert }) => {
    const hourly = { interval: 3600 }
    assert.equal(await statesOf('disk_space', filling(60, 78, 3, 3600), hourly), 'ok minor')
    assert.equal(await statesOf('disk_space', filling(60, 70, 10, 3600), hourly), 'ok minor major')
    assert.equal(await statesOf('disk_space', filling(60, 81, 0.5, 3600), hourly), 'ok')
    assert.equal(await statesOf('disk_space', filling(24, 40, 12, 3600), hourly), 'ok')
  })

  test('ignores a forecast from too little history, and one that may as well be wrong', async ({
    assert,
  }) => {
    const short = filling(20, 85, 20, 60)
    assert.equal(await statesOf('disk_space', short, EVERY_MINUTE), 'ok')
    const noisy = Array.from({ length: 60 }, (_, index) =>
      root(85 + (index % 2) * 4 + index * 0.01, 60)
    )
    assert.equal(await statesOf('disk_space', noisy, { interval: 3600 }), 'ok')
  })

  test('counts inodes as well', async ({ assert }) => {
    const steps = [
      ...times(3, inodes(81)),
      inodes(79),
      ...times(3, inodes(91)),
      ...times(2, inodes(50)),
    ]
    assert.equal(await statesOf('disk_space', steps, EVERY_MINUTE), 'ok minor major ok')
    const without = disks({ '/': { used_percent: 20, available_bytes: GB, answering: 1 } })
    assert.equal(await statesOf('disk_space', [without], EVERY_MINUTE), 'ok')
  })

  test('is critical from the moment a disk can only be read until it can be written again', async ({
    assert,
  }) => {
    const steps = [root(20, 100), ...times(400, locked(20)), root(20, 100)]
    assert.equal(await statesOf('disk_space', steps, EVERY_MINUTE), 'ok critical ok')
    const verdicts = await judgeTimeline('disk_space', steps.slice(0, 2), EVERY_MINUTE)
    assert.equal(verdicts[1].instances['/'].why, 'The disk can suddenly only be read.')
  })

  test('does not mind a disk that was never writable, however full', async ({ assert }) => {
    assert.equal(await statesOf('disk_space', times(5, locked(100, 0)), EVERY_MINUTE), 'ok')
    const limits = { read_only_critical: false }
    const timeline = { interval: 60, instanceLimits: { '/': limits } }
    assert.equal(await statesOf('disk_space', [root(20, 100), locked(20)], timeline), 'ok')
  })

  test('judges each disk by itself and with its own limits', async ({ assert }) => {
    const full = { used_percent: 85, available_bytes: 9 * GB, read_only: 0, answering: 1 }
    const steps = times(
      3,
      disks({ '/': full, '/srv': full, '/boot': { ...full, used_percent: 30 } })
    )
    const instanceLimits = { '/srv': { minor_percent: 95 } }
    const verdicts = await judgeTimeline('disk_space', steps, { interval: 60, instanceLimits })
    const { state, why, instances } = verdicts[2]
    assert.equal(`${state}: ${why}`, 'minor: /: The disk is getting full.')
    assert.deepEqual(
      Object.entries(instances)
        .map(([name, judgement]) => `${name} ${judgement.state}`)
        .sort(),
      ['/ minor', '/boot ok', '/srv ok']
    )
  })

  test('is unknown when a disk stays silent; one missing answer changes nothing', async ({
    assert,
  }) => {
    const steps = [root(20, 100), SILENT, root(20, 100), ...times(3, SILENT), root(20, 100)]
    assert.equal(await statesOf('disk_space', steps, EVERY_MINUTE), 'ok unknown ok')
    const full = [...times(3, root(92, 4)), SILENT, root(92, 4)]
    assert.equal(await statesOf('disk_space', full, EVERY_MINUTE), 'ok major')
    assert.equal(await statesOf('disk_space', [SILENT], EVERY_MINUTE), 'unknown')
  })

  test('passes over results without numbers, and does not recover by them', async ({ assert }) => {
    const away = times(3, failure('connection_timeout', 'Not reachable.'))
    const steps = [...times(3, root(92, 4)), ...away, root(92, 4)]
    assert.equal(await statesOf('disk_space', steps, EVERY_MINUTE), 'ok major unknown major')
    const verdicts = await judgeTimeline('disk_space', steps, EVERY_MINUTE)
    assert.equal(verdicts[4].why, 'Not reachable.')
  })

  test('forgets a disk that is gone', async ({ assert }) => {
    const usb = { used_percent: 99, available_bytes: 0.1 * GB, read_only: 0, answering: 1 }
    const ok = { ...usb, used_percent: 10, available_bytes: 90 * GB }
    const steps = [...times(3, disks({ '/': ok, '/media/usb': usb })), disks({ '/': ok })]
    assert.equal(await statesOf('disk_space', steps, EVERY_MINUTE), 'ok critical ok')
  })

  test('judges 64 disks with a full history within the limits of a rule', async ({ assert }) => {
    const step = (index: number) => {
      const figures = {
        used_percent: 82 + index / 25,
        available_bytes: 50 * GB,
        read_only: 0,
        answering: 1,
      }
      const names = Array.from({ length: 64 }, (_, disk) => `/disk${disk}`)
      return disks(
        Object.fromEntries(names.map((name) => [name, { ...figures, inodes_used_percent: 1 }]))
      )
    }
    const steps = Array.from({ length: 300 }, (_, index) => step(index))
    const { state, instances } = await judgeLast('disk_space', steps, { interval: 3600 })
    assert.equal(state, 'minor')
    assert.lengthOf(Object.keys(instances), 64)
  })
})
