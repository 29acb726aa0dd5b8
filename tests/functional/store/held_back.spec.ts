import { test } from '@japa/runner'
import { claimNext } from '../../../app/monitoring/alert/outbox.ts'
import { StaleEpoch } from '../../../app/monitoring/store/lease.ts'
import { judged, outcome } from '../../support/assignments.ts'
import { ReplayingCore } from '../../support/replaying_core.ts'
import { MINUTE, TROUBLE } from '../../support/watched_hosts.ts'

const NOON = Date.parse('2026-06-01T12:00:00Z')
const BACK = NOON + 180 * MINUTE

test.group('What is told after a time without the database', (group) => {
  let core: ReplayingCore
  group.each.setup(async () => {
    core = await ReplayingCore.start(NOON)
    return () => core.end()
  })

  test('names in one summary what came and went', async ({ assert }) => {
    const [one, other] = [await core.watch(), await core.watch()]
    const alert = await core.hosts.alert(TROUBLE)
    await core.unseen(one, 'ok', 'major', 'critical', 'ok', 'major', 'ok')
    await core.unseen(other, 'ok', 'major', 'ok')
    await core.databaseIsBack(BACK)
    const [summary, ...more] = await core.waiting()
    assert.isEmpty(more)
    assert.equal(summary.kind, 'summary')
    assert.equal(summary.thread_id, summary.message_id)
    assert.equal(summary.encrypted_options, alert.encryptedOptions)
    assert.deepEqual(
      summary.content.cameAndWent?.map(({ host, state, times }) => [host.id, state, times]),
      [
        [one.host.id, 'critical', 2],
        [other.host.id, 'major', 1],
      ]
    )
    assert.include(summary.content.title, '2 troubles')
    assert.match(summary.content.what, /^While the database was away from .* to .*, these came/)
    assert.equal(summary.content.away?.from, new Date(NOON + MINUTE).toISOString())
    assert.isAtLeast(Date.parse(summary.content.away!.until), BACK)
    const last = new Date(NOON + 6 * MINUTE).toISOString()
    assert.equal(summary.content.cameAndWent?.[0].until, last)
    assert.equal((await core.outbox()).filter(({ status }) => status === 'merged').length, 7)
  })

  test('tells once, as the first of its thread, what is still wrong', async ({ assert }) => {
    const own = await core.watch()
    await core.hosts.alert(TROUBLE)
    await core.unseen(own, 'ok', 'major', 'ok', 'major', 'critical')
    await core.databaseIsBack(BACK)
    assert.deepEqual(await core.inShort(), [
      ['problem', own.host.id, 'critical'],
      ['summary', 0, 'ok'],
    ])
    const [problem] = await core.waiting()
    assert.equal(problem.message_id, problem.thread_id)
    await core.hosts.result(own, BACK + MINUTE, 'ok')
    await core.hosts.result(own, BACK + 2 * MINUTE, 'minor')
    await core.hosts.result(own, BACK + 3 * MINUTE, 'ok')
    const [, , recovery, ...more] = await core.waiting()
    assert.equal(recovery.thread_id, problem.thread_id)
    assert.isEmpty(more, 'and its end ends it')
  })

  test('tells by itself the end of what people know of', async ({ assert }) => {
    const own = await core.watch()
    await core.hosts.alert(TROUBLE)
    await core.hosts.result(own, NOON, 'major')
    const [before] = await core.waiting()
    await core.unseen(own, 'major', 'critical', 'ok')
    await core.databaseIsBack(BACK)
    assert.deepEqual(await core.inShort(), [
      ['problem', own.host.id, 'major'],
      ['recovery', own.host.id, 'ok'],
    ])
    assert.equal((await core.waiting())[1].thread_id, before.thread_id)
  })

  test('tells an alert for good news only the last of it', async ({ assert }) => {
    const own = await core.watch()
    await core.hosts.alert({ from: TROUBLE.to, to: new Set(['ok']) })
    await core.unseen(own, 'ok', 'major', 'ok', 'major', 'ok')
    await core.databaseIsBack(BACK)
    assert.deepEqual(await core.inShort(), [['recovery', own.host.id, 'ok']])
    assert.equal((await core.outbox()).length, 2)
  })

  test('is one summary for each alert, and for those of its people who are told by it alone', async ({
    assert,
  }) => {
    const [own, shared] = [await core.watch(), await core.watch()]
    const all = await core.hosts.alert(TROUBLE)
    const chosen = await core.hosts.alert({ ...TROUBLE, hostIds: new Set([shared.host.id]) })
    const people = {
      [all.id]: ['anna@example.test'],
      [chosen.id]: ['anna@example.test', 'ben@example.test'],
    }
    core.hosts.addressing = {
      ...core.hosts.addressing,
      recipientsOf: ({ id, encryptedOptions }) => JSON.parse(encryptedOptions).to ?? people[id],
    }
    await core.unseen(own, 'ok', 'major', 'ok')
    await core.unseen(shared, 'ok', 'major', 'ok')
    await core.databaseIsBack(BACK)
    const told = (await core.waiting()).map(({ encrypted_options: options, content }) => [
      options,
      content.cameAndWent?.map(({ host }) => host.id),
    ])
    assert.deepEqual(told, [
      ['{}', [own.host.id, shared.host.id]],
      ['{"to":["ben@example.test"]}', [shared.host.id]],
    ])
  })

  test('is held back from the notifier until all is stored', async ({ assert }) => {
    const own = await core.watch()
    await core.hosts.alert(TROUBLE)
    await core.unseen(own, 'ok', 'major', 'critical')
    await core.databaseIsBack(BACK, 2)
    assert.equal(await core.held(), 1)
    assert.isNull(await claimNext(core.hosts.pool))
  })

  for (let takes = 1; takes <= 6; takes++)
    test(`tells all of it once when the core is killed after ${takes} steps of the replay`, async ({
      assert,
    }) => {
      const [gone, wrong] = [await core.watch(), await core.watch()]
      await core.hosts.alert(TROUBLE)
      await core.unseen(gone, 'ok', 'major', 'minor', 'ok')
      await core.unseen(wrong, 'ok', 'ok', 'major', 'critical')
      await core.databaseIsBack(BACK, takes)
      await core.kill()
      await core.databaseIsBack(BACK)
      assert.deepEqual(await core.inShort(), [
        ['problem', wrong.host.id, 'critical'],
        ['summary', 0, 'ok'],
      ])
      await core.kill()
      await core.databaseIsBack(BACK)
      assert.lengthOf(await core.waiting(), 2)
      assert.equal((await core.waiting())[1].content.cameAndWent?.[0].host.id, gone.host.id)
    })

  test('is told by the next core when one has ended with an empty spool', async ({ assert }) => {
    const own = await core.watch()
    await core.hosts.alert(TROUBLE)
    const away = { from: NOON, until: BACK }
    await core.hosts.store({ results: [judged(outcome(own, NOON), 'major')], away })
    assert.equal(await core.held(), 1)
    await core.kill()
    await core.databaseIsBack(BACK)
    assert.deepEqual(await core.inShort(), [['problem', own.host.id, 'major']])
  })

  test('is let go by no core that another one has taken over from', async ({ assert }) => {
    const own = await core.watch()
    await core.hosts.alert(TROUBLE)
    const away = { from: NOON, until: BACK }
    await core.hosts.store({ results: [judged(outcome(own, NOON), 'major')], away })
    await assert.rejects(() => core.release(core.hosts.epoch - 1), StaleEpoch)
    assert.equal(await core.held(), 1)
  })

  test('is told one by one when no summary can be made of it', async ({ assert }) => {
    const own = await core.watch()
    await core.hosts.alert(TROUBLE)
    const away = { from: NOON, until: BACK }
    for (const [index, state] of (['major', 'ok'] as const).entries())
      await core.hosts.store({ results: [judged(outcome(own, NOON + index), state)], away })
    await core.hosts.pool.query(`UPDATE notifications SET content = content - 'host'`)
    await assert.rejects(() => core.release(), TypeError)
    const kinds = (await core.waiting()).map(({ kind }) => kind)
    assert.deepEqual(kinds, ['problem', 'recovery'])
  })

  test('becomes several summaries when it would be too long, and drops nothing', async ({
    assert,
  }) => {
    const own = await core.watch()
    await core.hosts.alert(TROUBLE)
    const away = { from: NOON, until: BACK }
    await core.hosts.store({ results: [judged(outcome(own, NOON), 'major')], away })
    await core.hosts.pool.query(
      `INSERT INTO notifications (alert_id, kind, module, encrypted_options, content, subject, message_id, thread_id, status)
       SELECT alert_id, kinds.kind, module, encrypted_options, content, 'host:' || number, kinds.kind || number,
         'problem' || number, 'held'
       FROM notifications, generate_series(1000, 1249) AS number, (VALUES ('problem'), ('recovery')) AS kinds (kind)`
    )
    await core.release()
    const summaries = (await core.waiting()).filter(({ kind }) => kind === 'summary')
    assert.deepEqual(
      summaries.map(({ content }) => content.cameAndWent?.length),
      [200, 50]
    )
  })
})
