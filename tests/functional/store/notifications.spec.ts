import { test } from '@japa/runner'
import { emptyMemory } from '../../../app/monitoring/health/memory.ts'
import { claimNext, markSent, queueForTheRest } from '../../../app/monitoring/alert/outbox.ts'
import { judged, outcome, verdict } from '../../support/assignments.ts'
import { ownDatabase } from '../../support/own_database.ts'
import { MINUTE, TROUBLE, WatchedHosts } from '../../support/watched_hosts.ts'

const NOON = Date.parse('2026-06-01T12:00:00Z')
test.group('What is put into the outbox', (group) => {
  let hosts: WatchedHosts
  group.setup(async () => {
    const database = await ownDatabase()
    hosts = await WatchedHosts.on(database.pool)
    return () => database.drop()
  })
  group.each.setup(() => {
    hosts.alerts = []
  })

  test('is a problem, then worse, then one recovery, all in one thread', async ({ assert }) => {
    const own = await hosts.watch()
    const alert = await hosts.alert({ ...TROUBLE, hostIds: new Set([own.host.id]) })
    const states = ['ok', 'major', 'critical', 'minor', 'ok', 'ok'] as const
    for (const [index, state] of states.entries())
      await hosts.result(own, NOON + index * MINUTE, state)
    const told = await hosts.toldOf(own.host.id)
    assert.deepEqual(
      told.map((each) => [each.alert_id, each.kind, each.content.state]),
      [
        [alert.id, 'problem', 'major'],
        [alert.id, 'problem', 'critical'],
        [alert.id, 'recovery', 'ok'],
      ]
    )
    assert.lengthOf(new Set(told.map((each) => each.thread_id)), 1)
    assert.equal(told[0].thread_id, told[0].message_id)
    assert.lengthOf(new Set(told.map((each) => each.message_id)), 3)
    assert.lengthOf(new Set(told.map((each) => each.incident_id)), 1)
    assert.isNotNull(told[0].incident_id)
    assert.equal(told[2].content.solvedAfterSeconds, 180)
    const since = new Set(told.map((each) => each.content.since))
    assert.deepEqual([...since], [new Date(NOON + MINUTE).toISOString()])
  })

  test('holds the limits in force, not those the plugin came with', async ({ assert }) => {
    const own = await hosts.watch()
    own.plugin.manifest.value_unit = '%'
    own.rule.code = 'return newest > limits.major_percent and "major" or "ok"'
    own.limits = { minor_percent: 2, major_percent: 4, minor_inodes_percent: 80 }
    await hosts.alert({ ...TROUBLE, hostIds: new Set([own.host.id]) })
    await hosts.result(own, NOON, 'major', { value: 10 })
    const [{ content }] = await hosts.toldOf(own.host.id)
    assert.deepEqual(content.limits, [
      { label: 'Minor above 2 %', value: 2, state: 'minor', badSide: 'above' },
      { label: 'Major above 4 %', value: 4, state: 'major', badSide: 'above' },
    ])
  })

  test('holds no limits where the rule looks at none', async ({ assert }) => {
    const own = await hosts.watch()
    own.plugin.manifest.value_unit = '%'
    own.limits = { major_percent: 4 }
    await hosts.alert({ ...TROUBLE, hostIds: new Set([own.host.id]) })
    await hosts.result(own, NOON, 'major')
    const [{ content }] = await hosts.toldOf(own.host.id)
    assert.deepEqual(content.limits, [])
  })

  test('begins a new thread with new trouble', async ({ assert }) => {
    const own = await hosts.watch()
    await hosts.alert({ ...TROUBLE, hostIds: new Set([own.host.id]) })
    for (const [index, state] of (['major', 'ok', 'major', 'ok'] as const).entries())
      await hosts.result(own, NOON + index * MINUTE, state)
    const told = await hosts.toldOf(own.host.id)
    assert.deepEqual(
      told.map((each) => each.kind),
      ['problem', 'recovery', 'problem', 'recovery']
    )
    assert.lengthOf(new Set(told.map((each) => each.thread_id)), 2)
  })

  test('is no recovery where no problem was told', async ({ assert }) => {
    const own = await hosts.watch()
    await hosts.alert({ ...TROUBLE, hostIds: new Set([own.host.id]) })
    for (const [index, state] of (['minor', 'ok', 'unknown', 'ok'] as const).entries())
      await hosts.result(own, NOON + index * MINUTE, state)
    assert.isEmpty(await hosts.toldOf(own.host.id))
  })

  test('is about each instance of a chosen plugin', async ({ assert }) => {
    const own = await hosts.watch('disk_space')
    const other = await hosts.watch('memory', own.host.id)
    await hosts.alert({ ...TROUBLE, pluginIds: new Set([own.plugin.id]) })
    await hosts.result(other, NOON, 'critical')
    assert.isEmpty(await hosts.toldOf(own.host.id))
    const full = verdict('critical', '', { '/': 'critical', '/home': 'major', '/srv': 'ok' })
    await hosts.result(own, NOON, full)
    await hosts.result(own, NOON + MINUTE, verdict('major', '', { '/home': 'major', '/srv': 'ok' }))
    const told = await hosts.toldOf(own.host.id)
    assert.deepEqual(
      told.map((each) => [each.kind, each.content.instance]),
      [
        ['problem', '/'],
        ['problem', '/home'],
        ['recovery', '/'],
      ]
    )
    assert.equal(told[2].thread_id, told[0].thread_id)
  })

  test('names in good news the trouble it told of, whatever came in between', async ({
    assert,
  }) => {
    const own = await hosts.watch()
    await hosts.alert({
      from: new Set(['ok']),
      to: new Set(['major']),
      hostIds: new Set([own.host.id]),
    })
    for (const [index, state] of (['ok', 'major', 'unknown', 'ok'] as const).entries())
      await hosts.result(own, NOON + index * MINUTE, state)
    const told = await hosts.toldOf(own.host.id)
    assert.deepEqual(
      told.map((each) => [each.kind, each.content.title]),
      [
        ['problem', told[0].content.title],
        ['recovery', told[0].content.title],
      ]
    )
    assert.equal(told[1].content.fromState, 'major')
  })

  test('is nothing for an alert that was deleted meanwhile', async ({ assert }) => {
    const own = await hosts.watch()
    const alert = await hosts.alert(TROUBLE)
    await hosts.pool.query('DELETE FROM alerts WHERE id = $1', [alert.id])
    await hosts.result(own, NOON, 'major')
    assert.isEmpty(await hosts.toldOf(own.host.id))
  })

  test('goes on in the same thread after a restart', async ({ assert }) => {
    const own = await hosts.watch()
    await hosts.alert({ ...TROUBLE, hostIds: new Set([own.host.id]) })
    await hosts.result(own, NOON, 'major')
    hosts.memory = emptyMemory()
    await hosts.result(own, NOON + MINUTE, 'major')
    await hosts.result(own, NOON + 2 * MINUTE, 'ok')
    const told = await hosts.toldOf(own.host.id)
    assert.deepEqual(
      told.map((each) => each.kind),
      ['problem', 'recovery']
    )
    assert.equal(told[1].thread_id, told[0].thread_id)
  })

  test('names what is still wrong when the worse of two troubles ends', async ({ assert }) => {
    const ends = await hosts.watch('ends')
    const stays = await hosts.watch('lasts', ends.host.id)
    await hosts.result(stays, NOON, 'major')
    await hosts.result(ends, NOON, 'critical')
    await hosts.alert({ from: new Set(['critical']), to: new Set(['major']) })
    await hosts.result(ends, NOON + MINUTE, 'ok')
    const [told] = await hosts.toldOf(ends.host.id)
    assert.equal(told.content.state, 'major')
    assert.equal(told.content.plugin.identifier, 'lasts')
  })

  test('keeps a thread ended whose problem is sent to some recipients later', async ({
    assert,
  }) => {
    const own = await hosts.watch()
    await hosts.alert({ ...TROUBLE, hostIds: new Set([own.host.id]) })
    await hosts.result(own, NOON, 'major')
    const claimed = (await claimNext(hosts.pool))!
    await hosts.result(own, NOON + MINUTE, 'ok')
    await markSent(hosts.pool, claimed)
    await queueForTheRest(hosts.pool, claimed, '{}', '<rest@test>')
    await hosts.result(own, NOON + 2 * MINUTE, 'minor')
    await hosts.result(own, NOON + 3 * MINUTE, 'ok')
    const told = await hosts.toldOf(own.host.id)
    assert.deepEqual(told.map((each) => each.kind).sort(), ['problem', 'problem', 'recovery'])
  }).setup(async () => void (await hosts.pool.query('DELETE FROM notifications')))

  test('names the worst cause of a batch', async ({ assert }) => {
    const bad = await hosts.watch('bad')
    const worse = await hosts.watch('worse', bad.host.id)
    await hosts.alert({ ...TROUBLE, hostIds: new Set([bad.host.id]) })
    await hosts.store({
      results: [
        judged(outcome(bad, NOON), 'major'),
        judged(outcome(worse, NOON), verdict('critical', 'worse', { '/': 'critical' })),
      ],
    })
    const [told, ...more] = await hosts.toldOf(bad.host.id)
    assert.isEmpty(more)
    assert.deepEqual([told.content.plugin.identifier, told.content.instance], ['worse', '/'])
  })
})
