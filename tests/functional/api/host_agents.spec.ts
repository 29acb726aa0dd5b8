import { X509Certificate } from 'node:crypto'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import testUtils from '@adonisjs/core/services/test_utils'
import { test } from '@japa/runner'
import { apiAs, refusedFields } from '../../support/api.ts'
import { certificate } from '../../support/certificate.ts'

const HOST = {
  name: 'shop',
  address: 'shop.lan',
  auth_key: 'hidden key',
  certificate_check: 'none',
}
const ABOUT = {
  ...{ protocol: 2, agent_id: 'a', agent_version: '0.1.0', platform: 'linux', os: 'Debian' },
  ...{ architecture: 'x64', hostname: 'shop', signatures: { mode: 'off', keys: [] }, plugins: [] },
}
const FINGERPRINT = new X509Certificate(certificate('loopback').cert).fingerprint256

test.group('The certificate of an agent', (group) => {
  group.each.setup(() => testUtils.db().wrapInGlobalTransaction())

  test('is fetched, compared with the fingerprint and kept', async ({ assert, cleanup }) => {
    const api = await apiAs('owner')
    const port = await startAgent(cleanup)
    const pinned = { ...HOST, address: '127.0.0.1', port, certificate_check: 'pinned' }
    const fingerprint = FINGERPRINT.replaceAll(':', '').toLowerCase()
    const made = await api('POST', '/hosts', { ...pinned, certificate_fingerprint: fingerprint })
    assert.equal(made.status, 201)
    assert.equal(made.body.data.certificate_fingerprint, FINGERPRINT)
    const other = { certificate_fingerprint: 'AB'.repeat(32) }
    const refused = await api('PATCH', `/hosts/${made.body.data.id}`, other)
    assert.equal(refused.status, 422)
    assert.deepEqual(refusedFields(refused), ['certificate_fingerprint'])
    assert.include(refused.body.error.message, FINGERPRINT)
  })

  test('may be given whole, and must then have the fingerprint', async ({ assert }) => {
    const api = await apiAs('owner')
    const pem = certificate('loopback').cert
    const pinned = { ...HOST, certificate_check: 'pinned', certificate_pem: pem }
    const wrong = await api('POST', '/hosts', {
      ...pinned,
      certificate_fingerprint: 'AB'.repeat(32),
    })
    assert.deepEqual(refusedFields(wrong), ['certificate_fingerprint'])
    const { status, body } = await api('POST', '/hosts', pinned)
    assert.equal(status, 201)
    assert.equal(body.data.certificate_fingerprint, FINGERPRINT)
    const kept = await api('PATCH', `/hosts/${body.data.id}`, { name: 'till' })
    assert.equal(kept.body.data.certificate_fingerprint, FINGERPRINT)
  })

  test('cannot be fetched from where nothing answers', async ({ assert }) => {
    const pinned = { ...HOST, certificate_check: 'pinned', certificate_fingerprint: FINGERPRINT }
    const nowhere = { ...pinned, address: '127.0.0.1', port: 9 }
    const { status, body } = await (await apiAs('owner'))('POST', '/hosts', nowhere)
    assert.equal(status, 409)
    assert.include(body.error.message, 'Nothing answers at 127.0.0.1:9')
  })
})

test.group('Pings', (group) => {
  group.each.setup(() => testUtils.db().wrapInGlobalTransaction())

  test('tell a wrong key, a wrong certificate, no agent and no connection apart', async ({
    assert,
    cleanup,
  }) => {
    const api = await apiAs('owner')
    const ping = async (changes: object) => {
      const port = await startAgent(cleanup)
      const own = { ...HOST, name: `host ${port}`, address: '127.0.0.1', port, ...changes }
      const made = await api('POST', '/hosts?ping=true', own)
      const again = await (await apiAs('helper'))('POST', `/hosts/${made.body.data.id}/pings`)
      assert.deepEqual(again.body.data, made.body.data.ping)
      return again.body.data
    }
    const reached = await ping({})
    assert.deepInclude(reached, { outcome: 'reached', protocol_version: 2 })
    assert.equal(reached.about.hostname, 'shop')
    assert.equal(
      (await ping({ address: `https://127.0.0.1:${await startAgent(cleanup)}/behind` })).outcome,
      'reached'
    )
    assert.deepInclude(await ping({ auth_key: 'old' }), { outcome: 'reached', protocol_version: 1 })
    assert.equal((await ping({ auth_key: 'another' })).outcome, 'wrong_key')
    assert.equal((await ping({ auth_key: 'web' })).outcome, 'no_agent')
    const other = { certificate_check: 'pinned', certificate_pem: certificate('other-name').cert }
    assert.equal((await ping(other)).outcome, 'wrong_certificate')
    assert.equal((await ping({ port: 9 })).outcome, 'no_connection')
    assert.include((await ping({ port: 9, name: 'again' })).message, 'Nothing answers')
  })
})

/** An agent that takes "hidden key"; with "old" it speaks version 1, with "web" it is none. */
async function startAgent(cleanup: (close: () => void) => void): Promise<number> {
  const answers: Record<string, Record<string, object>> = {
    'hidden key': { '/v2/about': ABOUT },
    'old': { '/ping/': { success: true, message: 'pong' } },
    'web': {},
  }
  const server = createServer(certificate('loopback'), ({ url, headers }, response) => {
    const [, key] = atob((headers.authorization ?? '').replace('Basic ', '')).split(':')
    const known = answers[key]
    const answer = known?.[String(url).replace('/behind', '')]
    response.statusCode = known ? (answer ? 200 : 404) : 401
    response.end(JSON.stringify(answer ?? {}))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  cleanup(() => {
    server.closeAllConnections()
    server.close()
  })
  return (server.address() as AddressInfo).port
}
