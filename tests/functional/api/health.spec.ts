import { createServer } from 'node:net'
import testUtils from '@adonisjs/core/services/test_utils'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { healthOfSystem } from '../../../app/queries/health_of_system.ts'
import { callApi } from '../../support/api.ts'

test.group('GET /health', (group) => {
  group.each.setup(() => testUtils.db().wrapInGlobalTransaction())

  test('is ok while both parts report, for everybody', async ({ assert }) => {
    await report('scheduler')
    await report('notifier')
    const { status, body } = await callApi('GET', '/health')
    assert.equal(status, 200)
    assert.deepEqual(body, {
      status: 'ok',
      disk: { status: 'ok' },
      database: { status: 'ok' },
      scheduler: { status: 'ok' },
      notifier: { status: 'ok' },
    })
  })

  test('fails with the reason when a part is silent, in trouble or has never reported', async ({
    assert,
  }) => {
    await report('scheduler', "interval '31 seconds'")
    const silent = await callApi('GET', '/health')
    assert.equal(silent.status, 503)
    assert.match(silent.body.scheduler.reason, /has not reported since \d{4}-/)
    assert.include(silent.body.notifier.reason, 'not reported yet')
    assert.equal(silent.body.database.status, 'ok')

    await report('notifier', "interval '0'", 'The mail server refuses the password.')
    const troubled = await callApi('GET', '/health')
    assert.equal(troubled.body.notifier.reason, 'The mail server refuses the password.')
  })
})

test.group('Health while the database is away', () => {
  test('says that it refuses', async ({ assert, cleanup }) => {
    const client = clientFor('refusing', 9)
    cleanup(() => db.manager.close('refusing', true))
    const health = await healthOfSystem(client)
    assert.equal(health.status, 'failing')
    assert.include(health.database.reason, 'refuses connections')
    assert.equal(health.scheduler.status, 'failing')
  })

  test('says that it does not answer, instead of waiting for it', async ({ assert, cleanup }) => {
    const silent = createServer(() => undefined)
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    const sockets = new Set<{ destroy(): void }>()
    silent.on('connection', (socket) => sockets.add(socket))
    const { port } = silent.address() as { port: number }
    const client = clientFor('silent', port)
    cleanup(async () => {
      for (const socket of sockets) socket.destroy()
      silent.close()
      await db.manager.close('silent', true)
    })
    const answers = await Promise.all([healthOfSystem(client), healthOfSystem(client)])
    for (const health of answers)
      assert.include(health.database.reason, 'did not answer within 2 seconds')
  })
})

async function report(name: string, age = "interval '0'", trouble: string | null = null) {
  await db.rawQuery(
    `INSERT INTO process_reports (name, reported_at, trouble) VALUES (?, now() - ${age}, ?)`,
    [name, trouble]
  )
}

function clientFor(name: string, port: number) {
  db.manager.add(name, {
    client: 'pg',
    connection: { host: '127.0.0.1', port, user: 'nobody', database: 'nothing' },
    pool: { min: 0, max: 1 },
  })
  return db.connection(name)
}
