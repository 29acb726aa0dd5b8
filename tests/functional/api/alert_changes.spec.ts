import testUtils from '@adonisjs/core/services/test_utils'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { decryptOptions, encryptOptions } from '../../../app/alerts/alert_options.ts'
import { optionsGiven } from '../../../app/alerts/options_given.ts'
import type Alert from '../../../app/models/alert.ts'
import type { AlertModule } from '../../../app/monitoring/alert/modules/module.ts'
import { apiAs, refusedFields } from '../../support/api.ts'
import { createCheck, createHost, createPlugin } from '../../support/factories.ts'
import { createPerson, signedIn } from '../../support/people.ts'

const ALERT = {
  ...{ name: 'Tell Anna', module: 'email', options: { to: ['anna@example.com'] } },
  ...{ from: 'any', to: ['major', 'critical'], applies_to: 'all_hosts' },
}

test.group('What an alert is for', (group) => {
  group.each.setup(() => testUtils.db().wrapInGlobalTransaction())

  test('may be all of something, or what was chosen', async ({ assert }) => {
    const api = await apiAs('owner')
    const host = await createHost('shop')
    const shops = (await api('POST', '/host-groups', { name: 'shops' })).body.data
    const till = (await api('POST', '/services', { name: 'till' })).body.data
    for (const appliesTo of ['all', 'all_hosts', 'all_services']) {
      const given = { name: appliesTo, applies_to: appliesTo }
      const { body } = await api('POST', '/alerts', { ...ALERT, ...given })
      assert.deepInclude(body.data, { applies_to: appliesTo, is_restricted: false, services: [] })
    }
    const chosen = { hosts: [host.id], host_groups: [shops.id], services: [till.id] }
    const { body } = await api('POST', '/alerts', { ...ALERT, applies_to: chosen })
    assert.deepInclude(body.data, {
      ...{ applies_to: 'chosen', hosts: [{ id: host.id, name: 'shop' }] },
      host_groups: [{ id: shops.id, name: 'shops' }],
      services: [{ id: till.id, name: 'till' }],
    })
  })

  test('is narrowed by checks and plugins, inside or beside it', async ({ assert }) => {
    const api = await apiAs('owner')
    const plugin = await createPlugin()
    const check = await createCheck('storage', [], [plugin])
    const beside = { ...ALERT, applies_to: 'all', restrict_to: { checks: [check.id] } }
    const made = (await api('POST', '/alerts', beside)).body.data
    assert.deepInclude(made, { applies_to: 'all', is_restricted: true, plugins: [] })
    assert.deepEqual(made.checks, [{ id: check.id, name: 'storage' }])
    const both = { applies_to: { checks: [check.id] }, restrict_to: { plugins: ['disks'] } }
    const changed = (await api('PATCH', `/alerts/${made.id}`, both)).body.data
    assert.deepInclude(changed, { applies_to: 'all_hosts', is_restricted: true })
    assert.lengthOf([...changed.checks, ...changed.plugins], 2)
    const wide = (await api('PATCH', `/alerts/${made.id}`, { restrict_to: null })).body.data
    assert.deepInclude(wide, { applies_to: 'all_hosts', is_restricted: false, checks: [] })
  })
})

test.group('PATCH and PUT /alerts/:id', (group) => {
  group.each.setup(() => testUtils.db().wrapInGlobalTransaction())

  test('change what is given, or replace all', async ({ assert }) => {
    const api = await apiAs('owner')
    const host = await createHost('shop')
    const chosen = { applies_to: { hosts: [host.id] }, description: 'At night' }
    const made = (await api('POST', '/alerts', { ...ALERT, ...chosen })).body.data
    const path = `/alerts/${made.id}`
    assert.equal(made.description, 'At night')
    assert.deepEqual((await api('GET', path)).body.data, made)
    const changed = (await api('PATCH', path, { to: 'critical', is_enabled: false })).body.data
    assert.deepEqual(changed, { ...made, to: ['critical'], is_enabled: false })
    assert.isNull(changed.switched_off_because, 'somebody switched it off')
    const replaced = (await api('PUT', path, { ...ALERT, name: 'Tell all' })).body.data
    assert.deepInclude(replaced, {
      id: made.id,
      name: 'Tell all',
      applies_to: 'all_hosts',
      hosts: [],
    })
    assert.equal(replaced.description, '', 'PUT replaces all')
    const incomplete = await api('PUT', path, { name: 'Tell all', module: 'email' })
    assert.deepEqual(refusedFields(incomplete), ['options.to', 'from', 'to', 'applies_to'])
    assert.equal((await api('PATCH', '/alerts/999999', {})).status, 404)
    assert.equal((await api('GET', '/alerts/999999')).status, 404)
    await api('POST', '/alerts', { ...ALERT, name: 'taken' })
    assert.deepEqual(refusedFields(await api('PATCH', path, { name: 'taken' })), ['name'])
  })

  test('never let an emptied alert become one for all', async ({ assert }) => {
    const api = await apiAs('owner')
    const check = await createCheck('storage', [], [await createPlugin()])
    const narrow = { ...ALERT, restrict_to: { checks: [check.id] } }
    const { id } = (await api('POST', '/alerts', narrow)).body.data
    await api('DELETE', `/checks/${check.id}`)
    await db.rawQuery('SET CONSTRAINTS ALL IMMEDIATE')
    const emptied = (await api('GET', `/alerts/${id}`)).body.data
    assert.deepInclude(emptied, { is_enabled: false, is_restricted: true })
    assert.include(emptied.switched_off_because, 'checks and plugins it was for have been deleted')
    const refused = await api('PATCH', `/alerts/${id}`, { is_enabled: true })
    assert.deepEqual(refusedFields(refused), ['restrict_to'])
    const named = await api('PATCH', `/alerts/${id}`, { name: 'Old one' })
    assert.deepInclude(named.body.data, { name: 'Old one', is_enabled: false, is_restricted: true })
    const on = await api('PATCH', `/alerts/${id}`, { is_enabled: true, restrict_to: null })
    assert.deepInclude(on.body.data, { is_enabled: true, is_restricted: false })
  })

  test('need a new target when the last one is gone', async ({ assert }) => {
    const api = await apiAs('owner')
    const till = (await api('POST', '/services', { name: 'till' })).body.data
    const chosen = { ...ALERT, applies_to: { services: [till.id] } }
    const { id } = (await api('POST', '/alerts', chosen)).body.data
    await api('DELETE', `/services/${till.id}`)
    await db.rawQuery('SET CONSTRAINTS ALL IMMEDIATE')
    const refused = await api('PATCH', `/alerts/${id}`, { is_enabled: true })
    assert.deepEqual(refusedFields(refused), ['applies_to'])
    const on = await api('PATCH', `/alerts/${id}`, { is_enabled: true, applies_to: 'all_services' })
    assert.deepInclude(on.body.data, { is_enabled: true, applies_to: 'all_services' })
  })

  test('keep their services and groups when a page that knows none is saved', async ({
    assert,
  }) => {
    const api = await apiAs('owner')
    const till = (await api('POST', '/services', { name: 'till' })).body.data
    const chosen = { ...ALERT, description: 'The till', applies_to: { services: [till.id] } }
    const { id } = (await api('POST', '/alerts', chosen)).body.data
    await createPerson('owner')
    const browser = await signedIn('owner@example.com')
    await browser.get(`/alerts/${id}/edit`)
    const form = { 'name': 'Tell Bob', 'options[to]': 'bob@example.com', 'to[]': 'critical' }
    const saved = await browser.post(`/alerts/${id}`, { ...form, is_enabled: 'on' })
    assert.equal(saved.location, '/alerts')
    const { body } = await api('GET', `/alerts/${id}`)
    assert.deepInclude(body.data, { name: 'Tell Bob', applies_to: 'chosen', to: ['critical'] })
    assert.equal(body.data.description, 'The till')
    assert.deepEqual(body.data.services, [{ id: till.id, name: 'till' }])
    assert.deepEqual(body.data.recipients, ['bob@example.com'])
  })

  test('show options without secrets, and keep what is not given', async ({ assert }) => {
    const api = await apiAs('owner')
    const made = (await api('POST', '/alerts', ALERT)).body.data
    assert.deepInclude(made, { options: { to: ['anna@example.com'] }, stored_secrets: [] })
    await api('PATCH', `/alerts/${made.id}`, { options: { recipients: ['bob@example.com'] } })
    const { encrypted_options: stored } = await db.from('alerts').firstOrFail()
    assert.deepEqual(decryptOptions(stored), { to: ['bob@example.com'] })
  })
})

test.group('A webhook with a secret', (group) => {
  group.each.setup(() => testUtils.db().wrapInGlobalTransaction())

  test('never shows it, and keeps it through PATCH and PUT', async ({ assert }) => {
    const api = await apiAs('owner')
    const options = { url: 'https://example.com/hook', secret: 'hidden-hidden-hidden' }
    const hook = { ...ALERT, module: 'webhook', options }
    const made = await api('POST', '/alerts', hook)
    assert.equal(made.status, 201)
    assert.deepInclude(made.body.data, {
      stored_secrets: ['secret'],
      options: { url: options.url },
    })
    const path = `/alerts/${made.body.data.id}`
    const answers = [
      ...[made, await api('GET', path), await api('GET', '/alerts')],
      await api('PATCH', path, { to: 'critical' }),
      await api('PUT', path, { ...hook, options: { url: options.url } }),
    ]
    for (const { body } of answers) assert.notInclude(JSON.stringify(body), 'hidden')
    const { encrypted_options: stored } = await db.from('alerts').firstOrFail()
    assert.deepInclude(decryptOptions(stored) as object, options)
    for (const role of ['helper', 'viewer'] as const) {
      const theirs = await apiAs(role)
      const shown = (await theirs('GET', path)).body.data
      assert.deepEqual(shown.options, {}, 'who knows the address may write there')
      assert.include(shown.recipients[0], 'example.com')
      assert.notInclude(JSON.stringify((await theirs('GET', '/alerts')).body), '/hook')
    }
    const elsewhere = await api('PATCH', path, { options: { url: 'https://example.org' } })
    assert.deepEqual(refusedFields(elsewhere), ['options.secret'])
  })
})

test.group('Secrets in options', () => {
  const module = {
    name: 'hook',
    fields: [
      { name: 'url', type: 'text' },
      { name: 'topic', type: 'text' },
      { name: 'token', type: 'secret' },
    ],
  } as unknown as AlertModule
  const existing = () =>
    ({
      module: 'hook',
      encryptedOptions: encryptOptions({ url: 'https://a', topic: 'old', token: 'hidden' }),
    }) as Alert

  test('stay when they are not given, and go when they are null', ({ assert }) => {
    const patch = (given: unknown) => optionsGiven(module, given, existing(), true)
    const kept = { url: 'https://a', topic: 'old', token: 'hidden' }
    assert.deepEqual(patch(undefined), kept)
    assert.deepEqual(patch({ topic: 'new' }), { ...kept, topic: 'new' })
    assert.deepEqual(patch({ token: 'other' }), { ...kept, token: 'other' })
    assert.deepEqual(patch({ token: null }), { url: 'https://a', topic: 'old' })
    const put = optionsGiven(module, { url: 'https://a' }, existing())
    assert.deepEqual(put, { url: 'https://a', token: 'hidden' })
  })

  test('are never sent to another address than they were given for', ({ assert }) => {
    const elsewhere = { url: 'https://b' }
    const refuse = () => optionsGiven(module, elsewhere, existing(), true)
    assert.throws(refuse, 'Validation failure')
    const again = { ...elsewhere, token: 'hidden' }
    assert.deepInclude(optionsGiven(module, again, existing(), true), again)
    const other = { ...module, name: 'other' } as AlertModule
    assert.deepEqual(optionsGiven(other, elsewhere, existing(), true), elsewhere)
  })
})

test.group('GET /alert-modules', (group) => {
  group.each.setup(() => testUtils.db().wrapInGlobalTransaction())

  test('says what each way needs, and its fields', async ({ assert }) => {
    const { body } = await (await apiAs('viewer'))('GET', '/alert-modules')
    const email = body.data.find((each: { name: string }) => each.name === 'email')
    assert.deepInclude(email, { label: 'E-mail' })
    assert.deepInclude(email.fields[0], { name: 'to', type: 'list', is_required: true })
  })
})
