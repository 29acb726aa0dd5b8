import { X509Certificate } from 'node:crypto'
import encryption from '@adonisjs/core/services/encryption'
import testUtils from '@adonisjs/core/services/test_utils'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { apiAs, refusedFields } from '../../support/api.ts'
import { createCheck, createHost, createPlugin } from '../../support/factories.ts'
import { certificate } from '../../support/certificate.ts'

const HOST = {
  name: 'shop',
  address: 'shop.lan',
  auth_key: 'hidden key',
  certificate_check: 'none',
}
const FINGERPRINT = new X509Certificate(certificate('loopback').cert).fingerprint256

test.group('POST /hosts', (group) => {
  group.each.setup(() => testUtils.db().wrapInGlobalTransaction())

  test('adds a machine, and never shows its key', async ({ assert }) => {
    const api = await apiAs('owner')
    const { status, body } = await api('POST', '/hosts', { ...HOST, description: 'At the till' })
    assert.equal(status, 201)
    assert.deepInclude(body.data, {
      ...{ name: 'shop', address: 'shop.lan', port: 4048, description: 'At the till' },
      ...{ agent: true, has_key: true, certificate_check: 'none', health: 'no_data' },
    })
    assert.notInclude(JSON.stringify(body), 'hidden')
    const { encrypted_key: stored } = await db.from('hosts').firstOrFail()
    assert.equal(encryption.decrypt(stored), 'hidden key')
    const { body: shown } = await api('GET', `/hosts/${body.data.id}`)
    assert.deepEqual(shown.data, body.data)
    assert.equal(Object.keys(shown.data)[0], 'id')
  })

  test('takes the address {0}')
    .with([
      ['192.168.1.20', '192.168.1.20'],
      ['FD00::20', 'fd00::20'],
      ['[fd00::20]', 'fd00::20'],
      ['web_1.shop.lan', 'web_1.shop.lan'],
      ['https://proxy.lan/agents/shop/', 'https://proxy.lan/agents/shop'],
      ['https://[fd00::20]:8443', 'https://[fd00::20]:8443'],
    ] as const)
    .run(async ({ assert }, [address, kept]) => {
      const { status, body } = await (await apiAs('owner'))('POST', '/hosts', { ...HOST, address })
      assert.equal(status, 201)
      assert.equal(body.data.address, kept)
    })

  test('refuses the address {$self}')
    .with([
      ...['', 'a b', 'shop.lan:4048', 'http://shop.lan', 'https://user@shop.lan', '300.1.1.1'],
      ...['https://shop.lan/?a=1', 'fe80::1%eth0', '1.2.3', '-shop', 'https://', 'ftp://shop.lan'],
      'x'.repeat(300),
    ])
    .run(async ({ assert }, address) => {
      const answer = await (await apiAs('owner'))('POST', '/hosts', { ...HOST, address })
      assert.equal(answer.status, 422)
      assert.deepEqual(refusedFields(answer), ['address'])
    })

  test('refuses {$i}')
    .with([
      [{ name: ' ' }, 'name', 'at most 100'],
      [{ name: 'a\u202eb' }, 'name', 'in one line'],
      [{ port: 0 }, 'port', '1 to 65535'],
      [{ port: '4048' }, 'port', 'whole number'],
      [{ auth_key: undefined }, 'auth_key', '"agent": false'],
      [{ auth_key: 'a\nb' }, 'auth_key', 'one line'],
      [{ certificate_check: undefined }, 'certificate_check', 'pinned, chain or none'],
      [{ certificate_check: 'maybe' }, 'certificate_check', 'chain, pinned, none'],
      [{ certificate_check: 'pinned' }, 'certificate_fingerprint', 'fingerprint'],
      [{ certificate_fingerprint: 'AB:CD' }, 'certificate_fingerprint', '64 digits'],
      [{ certificate_fingerprint: FINGERPRINT }, 'certificate_fingerprint', 'compared only'],
      [{ certificate_pem: 'nonsense' }, 'certificate_pem', 'BEGIN CERTIFICATE'],
      [{ agent: 'no' }, 'agent', 'true or false'],
      [{ description: 'x'.repeat(2001) }, 'description', 'at most 2000'],
    ] as const)
    .run(async ({ assert }, [changes, field, words]) => {
      const answer = await (await apiAs('owner'))('POST', '/hosts', { ...HOST, ...changes })
      assert.equal(answer.status, 422)
      assert.deepEqual(refusedFields(answer), [field])
      assert.include(answer.body.error.message, words)
      assert.lengthOf(await db.from('hosts'), 0)
    })

  test('refuses a name that is taken', async ({ assert }) => {
    const api = await apiAs('owner')
    await api('POST', '/hosts', HOST)
    const answer = await api('POST', '/hosts', HOST)
    assert.equal(answer.status, 422)
    assert.include(answer.body.error.message, 'a host named "shop" already')
  })

  test('needs no key of a machine without an agent, which runs nothing', async ({ assert }) => {
    const api = await apiAs('owner')
    const printer = { name: 'printer', address: '10.0.0.9', agent: false }
    const { status, body } = await api('POST', '/hosts', printer)
    assert.equal(status, 201)
    assert.deepInclude(body.data, { agent: false, has_key: false })
    const check = await createCheck('storage', [], [await createPlugin()])
    await api('PATCH', `/checks/${check.id}`, { hosts: [body.data.id] })
    assert.lengthOf(await db.from('assignments'), 0)
    assert.equal((await api('POST', `/hosts/${body.data.id}/pings`)).status, 409)
    const late = await api('PATCH', `/hosts/${body.data.id}`, { agent: true })
    assert.deepEqual(refusedFields(late), ['auth_key'])
  })
})

test.group('PATCH and DELETE /hosts/:id', (group) => {
  group.each.setup(() => testUtils.db().wrapInGlobalTransaction())

  test('change what is given, and tell the core', async ({ assert }) => {
    const api = await apiAs('owner')
    const { id } = (await api('POST', '/hosts', HOST)).body.data
    const before = await db.from('configuration_revision').firstOrFail()
    const changed = await api('PATCH', `/hosts/${id}`, { name: 'till', port: 5000 })
    assert.equal(changed.status, 200)
    assert.deepInclude(changed.body.data, { name: 'till', port: 5000, address: 'shop.lan' })
    const after = await db.from('configuration_revision').firstOrFail()
    assert.isAbove(Number(after.revision), Number(before.revision))
    assert.equal((await api('PATCH', `/hosts/${id}`, { name: 'till' })).status, 200)
    assert.equal((await api('PATCH', '/hosts/999999', { name: 'x' })).status, 404)
  })

  test('delete a machine with all that hangs on it, and say so before', async ({ assert }) => {
    const api = await apiAs('owner')
    const host = await createHost('shop')
    const plugin = await createPlugin()
    const check = await createCheck('storage', [host], [plugin])
    await db.table('series').insert({ host_id: host.id, check_id: check.id, plugin_id: plugin.id })
    const shops = { name: 'shops', hosts: [host.id], host_groups: [] }
    await api('POST', '/host-groups', shops)
    const members = [{ host: host.id }]
    await api('POST', '/services', { name: 'till', redundancy_groups: [{ members }] })
    const alert = { name: 'Tell Anna', module: 'email', options: { to: ['anna@example.com'] } }
    const applies = { from: 'any', to: 'critical', applies_to: { hosts: [host.id] } }
    const { id: alertId } = (await api('POST', '/alerts', { ...alert, ...applies })).body.data

    const { body } = await api('GET', `/hosts/${host.id}?consequences=true`)
    const { goes_with_it: loss } = body.data
    assert.equal(loss.series, 1)
    assert.deepEqual(loss.checks, [{ id: check.id, name: 'storage' }])
    assert.equal(loss.alerts_switched_off[0].id, alertId)
    assert.equal(loss.emptied_redundancy_groups[0].service.name, 'till')
    assert.include(loss.sentence, 'With the host go 1 series of results.')
    assert.include(
      loss.sentence,
      'the check “storage”, the host group “shops” and the service “till”'
    )
    assert.include(loss.sentence, 'switched off: “Tell Anna”')

    assert.equal((await api('DELETE', `/hosts/${host.id}`)).status, 204)
    assert.equal((await api('DELETE', `/hosts/${host.id}`)).status, 404)
    await db.rawQuery('SET CONSTRAINTS ALL IMMEDIATE')
    for (const table of ['hosts', 'series', 'check_hosts']) assert.lengthOf(await db.from(table), 0)
    const emptied = (await api('GET', `/alerts/${alertId}`)).body.data
    assert.isFalse(emptied.is_enabled)
    assert.include(emptied.switched_off_because, 'has been deleted')
  })

  test('leave the machine Prophasis runs on where it is', async ({ assert }) => {
    const api = await apiAs('owner')
    const { id } = await createHost('box', { isSelf: true })
    assert.equal((await api('DELETE', `/hosts/${id}`)).status, 409)
    assert.equal((await api('PATCH', `/hosts/${id}`, { address: 'elsewhere' })).status, 409)
    assert.equal((await api('PATCH', `/hosts/${id}`, { name: 'attic' })).body.data.name, 'attic')
  })
})

test.group('Pauses', (group) => {
  group.each.setup(() => testUtils.db().wrapInGlobalTransaction())

  test('hold a machine, a check or a plugin until they end', async ({ assert }) => {
    const api = await apiAs('helper')
    const host = await createHost('shop')
    const plugin = await createPlugin()
    const check = await createCheck('storage', [host], [plugin])
    for (const path of [`/hosts/${host.id}`, `/checks/${check.id}`, '/plugins/disks']) {
      const paused = await api('POST', `${path}/pause`)
      assert.equal(paused.status, 200)
      assert.isString(paused.body.data.paused_at)
      assert.deepEqual(
        (await api('POST', `${path}/pause`)).body,
        paused.body,
        'the first moment stays'
      )
      assert.equal((await api('GET', path)).body.data.paused_at, paused.body.data.paused_at)
      assert.equal((await api('DELETE', `${path}/pause`)).status, 204)
      assert.isNull((await api('GET', path)).body.data.paused_at)
    }
    assert.equal((await api('POST', '/hosts/999999/pause')).status, 404)
    assert.equal((await api('DELETE', '/plugins/nothing/pause')).status, 404)
  })
})
