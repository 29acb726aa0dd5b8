import testUtils from '@adonisjs/core/services/test_utils'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import { apiAs } from '../../support/api.ts'
import { createHost } from '../../support/factories.ts'

test.group('POST /hosts/:id/runs', (group) => {
  group.each.setup(() => testUtils.db().wrapInGlobalTransaction())

  test('asks for a run at the revision of this moment', async ({ assert }) => {
    const api = await apiAs('helper')
    const host = await createHost('shop')
    const { status, body } = await api('POST', `/hosts/${host.id}/runs`)
    assert.equal(status, 202)
    const request = await db.from('run_requests').firstOrFail()
    const { revision } = await db.from('configuration_revision').firstOrFail()
    assert.deepInclude(request, { host_id: host.id, revision })
    assert.equal(body.data.id, Number(request.id))
  })

  test('does not run what is paused or not there', async ({ assert }) => {
    const api = await apiAs('helper')
    const host = await createHost('shop', { pausedAt: DateTime.utc() })
    assert.equal((await api('POST', `/hosts/${host.id}/runs`)).status, 409)
    assert.equal((await api('POST', '/hosts/999999/runs')).status, 404)
    assert.lengthOf(await db.from('run_requests'), 0)
  })
})

test.group('GET /logs', (group) => {
  group.each.setup(() => testUtils.db().wrapInGlobalTransaction())

  test('lists the newest first, by category and words', async ({ assert }) => {
    const api = await apiAs('viewer')
    await db.table('system_logs').multiInsert([
      { category: 'agent', level: 'error', message: 'The agent of shop refuses the key.' },
      { category: 'alerting', level: 'info', message: '100% of the mails went out.' },
    ])
    const all = await api('GET', '/logs')
    assert.deepEqual(
      all.body.data.map((log: { category: string }) => log.category),
      ['alerting', 'agent']
    )
    assert.equal(all.body.meta.total, 2)
    assert.equal((await api('GET', '/logs?category=agent')).body.meta.total, 1)
    assert.equal((await api('GET', '/logs?q=0%25')).body.data[0].category, 'alerting')
    assert.equal((await api('GET', '/logs?category=gossip')).status, 422)
  })
})
