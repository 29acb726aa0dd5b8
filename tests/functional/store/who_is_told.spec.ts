import { test } from '@japa/runner'
import { ownDatabase } from '../../support/own_database.ts'
import { MINUTE, TROUBLE, WatchedHosts } from '../../support/watched_hosts.ts'

const NOON = Date.parse('2026-06-01T12:00:00Z')
test.group('Who is told', (group) => {
  let hosts: WatchedHosts
  group.setup(async () => {
    const database = await ownDatabase()
    hosts = await WatchedHosts.on(database.pool)
    return () => database.drop()
  })
  group.each.setup(() => {
    hosts.alerts = []
  })

  test('names nobody as told who is not, and never the reader', async ({ assert }) => {
    const own = await hosts.watch()
    await hosts.alert(TROUBLE)
    await hosts.alert({ from: TROUBLE.from, to: new Set(['critical']) })
    await hosts.result(own, NOON, 'major')
    const told = await hosts.toldOf(own.host.id)
    assert.deepEqual(
      told.map((each) => each.content.alsoTold),
      [[]]
    )
  })

  test('is one message per alert, each naming who else is told', async ({ assert }) => {
    const own = await hosts.watch()
    const [one, other] = [await hosts.alert(TROUBLE), await hosts.alert(TROUBLE)]
    await hosts.result(own, NOON, 'major')
    const told = await hosts.toldOf(own.host.id)
    assert.deepEqual(
      told.map((each) => [each.alert_id, each.content.alsoTold]),
      [
        [one.id, [`${other.name}@example.test`]],
        [other.id, [`${one.name}@example.test`]],
      ]
    )
    assert.notEqual(told[0].thread_id, told[1].thread_id)
  })

  test('is one message for somebody two alerts name, and the rest for the others', async ({
    assert,
  }) => {
    const own = await hosts.watch()
    const [one, other] = [await hosts.alert(TROUBLE), await hosts.alert(TROUBLE)]
    const lists = {
      [one.id]: ['anna@x.test', 'bert@x.test'],
      [other.id]: ['bert@x.test', 'cora@x.test'],
    }
    hosts.addressing = { ...hosts.addressing, recipientsOf: ({ id }) => lists[id] }
    await hosts.result(own, NOON, 'major')
    await hosts.result(own, NOON + MINUTE, 'ok')
    const told = await hosts.toldOf(own.host.id)
    assert.deepEqual(
      told.map((each) => [each.kind, each.encrypted_options, each.content.alsoTold]),
      ['problem', 'recovery'].flatMap((kind) => [
        [kind, '{}', ['cora@x.test']],
        [kind, '{"to":["cora@x.test"]}', ['anna@x.test', 'bert@x.test']],
      ])
    )
  }).setup(() => {
    const { addressing } = hosts
    return () => void (hosts.addressing = addressing)
  })

  test('is no second message where an earlier alert tells everybody', async ({ assert }) => {
    const own = await hosts.watch()
    const one = await hosts.alert({ ...TROUBLE, name: 'the same' })
    await hosts.alert({ ...TROUBLE, name: 'the same' })
    await hosts.result(own, NOON, 'major')
    await hosts.result(own, NOON + MINUTE, 'ok')
    const told = await hosts.toldOf(own.host.id)
    assert.deepEqual(
      told.map((each) => [each.alert_id, each.kind]),
      [
        [one.id, 'problem'],
        [one.id, 'recovery'],
      ]
    )
  })
})
