import testUtils from '@adonisjs/core/services/test_utils'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { assembleChecks } from '../../../app/monitoring/configuration/assemble_checks.ts'
import { type ConfigurationRows, QUERIES } from '../../../app/monitoring/configuration/rows.ts'
import { apiAs, refusedFields } from '../../support/api.ts'
import { createCheck, createHost, createPlugin, RULE } from '../../support/factories.ts'

const NEW_RULE = 'if values[#values] > limits.major_percent then return "major" end\nreturn "ok"'

test.group('PUT /plugins/:id/classifier', (group) => {
  group.each.setup(() => testUtils.db().wrapInGlobalTransaction())

  test('changes the rule, and goes back to the default', async ({ assert }) => {
    const api = await apiAs('owner')
    const plugin = await createPlugin()
    const changed = await api('PUT', '/plugins/disks/classifier', {
      code: NEW_RULE,
      n_historical: 30,
    })
    assert.equal(changed.status, 200)
    assert.deepInclude(changed.body.data, { code: NEW_RULE, n_historical: 30, is_edited: true })
    const read = await api('GET', `/plugins/${plugin.id}/classifier`)
    assert.deepInclude(read.body.data, { code: NEW_RULE, n_historical: 30, is_edited: true })

    const back = await api('PUT', '/plugins/disks/classifier', { code: null, n_historical: null })
    assert.deepInclude(back.body.data, { code: RULE, n_historical: 5, is_edited: false })
  })

  test('changes limits one by one, and tells the core', async ({ assert }) => {
    const api = await apiAs('owner')
    await createPlugin()
    const before = await revision()
    const limits = { major_percent: 1, is_strict: true }
    const { body } = await api('PUT', '/plugins/disks/classifier', { limits })
    assert.deepEqual(limitsIn(body), limits)
    assert.isAbove(await revision(), before)
    const one = await api('PUT', '/plugins/disks/classifier', { limits: { major_percent: null } })
    assert.deepEqual(limitsIn(one.body), { major_percent: 90, is_strict: true })
    const none = await api('PUT', '/plugins/disks/classifier', { limits: null })
    assert.deepEqual(limitsIn(none.body), { major_percent: 90, is_strict: false })
    assert.equal(none.body.data.code, RULE, 'the rule stays')
  })

  test('overrides in one check only', async ({ assert }) => {
    const api = await apiAs('owner')
    const plugin = await createPlugin()
    const check = await createCheck('storage', [await createHost('shop')], [plugin])
    const changes = { check: check.id, code: NEW_RULE, limits: { major_percent: 50 } }
    const { body } = await api('PUT', '/plugins/disks/classifier', changes)
    assert.deepInclude(body.data, { code: NEW_RULE, checks_with_own_rule: [check.id] })
    assert.equal(limitsIn(body).major_percent, 50)
    const general = await api('GET', '/plugins/disks/classifier')
    assert.equal(general.body.data.code, RULE)
    assert.equal(limitsIn(general.body).major_percent, 90)
    const back = await api('PUT', '/plugins/disks/classifier', {
      check: 'storage',
      code: null,
      limits: null,
    })
    assert.deepInclude(back.body.data, { code: RULE, checks_with_own_rule: [] })
    assert.equal(limitsIn(back.body).major_percent, 90)
  })

  test('a check that overrides one thing follows the plugin in the rest', async ({ assert }) => {
    const api = await apiAs('owner')
    const plugin = await createPlugin()
    const check = await createCheck('storage', [await createHost('shop')], [plugin])
    const put = (changes: object) => api('PUT', '/plugins/disks/classifier', changes)
    await put({ check: check.id, n_historical: 7 })
    await put({ code: NEW_RULE, n_historical: 9 })
    const { body } = await api('GET', `/plugins/disks/classifier?check=${check.id}`)
    assert.deepInclude(body.data, { code: NEW_RULE, n_historical: 7, is_edited: true })
    assert.deepEqual(await rulesInForce(), [{ code: NEW_RULE, historySize: 7 }])

    await put({ check: check.id, code: RULE, n_historical: null })
    await put({ n_historical: 11 })
    assert.deepEqual(await rulesInForce(), [{ code: RULE, historySize: 11 }])
    await put({ check: check.id, code: null })
    assert.deepEqual(await rulesInForce(), [{ code: NEW_RULE, historySize: 11 }])
    assert.isNull(await db.from('classifiers').whereNotNull('check_id').first())
  })

  test('a change of either rule makes another rule of it for the core', async ({ assert }) => {
    const api = await apiAs('owner')
    const plugin = await createPlugin()
    const check = await createCheck('storage', [await createHost('shop')], [plugin])
    const keys = new Set<string>()
    for (const changes of [
      {},
      { check: check.id, n_historical: 7 },
      { code: NEW_RULE },
      { check: check.id, n_historical: 8 },
      { code: null },
    ]) {
      await api('PUT', '/plugins/disks/classifier', changes)
      for (const { rule } of await assignments()) keys.add(rule.key)
    }
    assert.equal(keys.size, 5)
  })

  test('refuses {$i}')
    .with([
      [{ code: 'return (' }, 'code', 'line 1'],
      [{ limits: { major: 1 } }, 'limits.major', 'major_percent, is_strict'],
      [{ limits: { major_percent: '1' } }, 'limits.major_percent', 'a number'],
      [{ limits: { major_percent: 101 } }, 'limits.major_percent', 'at least 1 and at most 100'],
      [{ limits: { is_strict: 1 } }, 'limits.is_strict', 'true or false'],
      [{ limits: [1] }, 'limits', 'object'],
      [{ n_historical: 0 }, 'n_historical', '1 to 1000'],
      [{ n_historical: '5' }, 'n_historical', 'whole number'],
      [{ code: 5 }, 'code', 'text'],
      [{ code: '' }, 'code', 'or null for the default'],
      [{ code: ' \n' }, 'code', 'or null for the default'],
      [{ limit: { major_percent: 1 } }, 'limit', 'Use code, limits, n_historical, check.'],
    ] as const)
    .run(async ({ assert }, [changes, field, words]) => {
      const api = await apiAs('owner')
      await createPlugin()
      const { status, body } = await api('PUT', '/plugins/disks/classifier', changes)
      assert.equal(status, 422)
      assert.equal(body.error.fields[0].field, field)
      assert.include(body.error.message, words)
      const { body: after } = await api('GET', '/plugins/disks/classifier')
      assert.deepInclude(after.data, { code: RULE, n_historical: 5 })
    })

  test('goes back to the default rule, of the plugin or of one check', async ({ assert }) => {
    const api = await apiAs('owner')
    const plugin = await createPlugin()
    const check = await createCheck('storage', [], [plugin])
    const changes = { code: NEW_RULE, limits: { major_percent: 50 } }
    await api('PUT', '/plugins/disks/classifier', changes)
    await api('PUT', '/plugins/disks/classifier', { check: check.id, n_historical: 30 })
    const ofCheck = `/plugins/disks/classifier?check=${check.id}`
    assert.equal((await api('DELETE', ofCheck)).status, 204)
    assert.deepEqual((await api('GET', ofCheck)).body.data.checks_with_own_rule, [])
    assert.equal((await api('GET', ofCheck)).body.data.code, NEW_RULE)
    assert.equal((await api('DELETE', '/plugins/disks/classifier')).status, 204)
    const { body } = await api('GET', '/plugins/disks/classifier')
    assert.deepInclude(body.data, { code: RULE, is_edited: false })
    assert.equal(limitsIn(body).major_percent, 50, 'limits stay')
    assert.equal((await api('DELETE', '/plugins/nothing/classifier')).status, 404)
  })

  test('says which plugin or check there is not', async ({ assert }) => {
    const api = await apiAs('owner')
    assert.equal((await api('PUT', '/plugins/nothing/classifier', {})).status, 404)
    await createPlugin()
    const answer = await api('PUT', '/plugins/disks/classifier', { check: 999 })
    assert.deepEqual([answer.status, refusedFields(answer)], [422, ['check']])
    assert.include(answer.body.error.message, 'check "999"')
    assert.equal((await api('GET', '/plugins/disks/classifier?check=999')).status, 404)
  })
})

test.group('GET /plugins, /checks, /schedules', (group) => {
  group.each.setup(() => testUtils.db().wrapInGlobalTransaction())

  test('list what is configured', async ({ assert }) => {
    const api = await apiAs('viewer')
    const plugin = await createPlugin()
    const host = await createHost('shop')
    const check = await createCheck('storage', [host], [plugin])
    await db.rawQuery("INSERT INTO schedules (name) VALUES ('often')")
    await db.rawQuery(
      "INSERT INTO intervals (schedule_id, start_at, every, unit) SELECT id, '2026-01-01', 5, 'minute' FROM schedules"
    )
    await db.rawQuery('INSERT INTO schedule_checks SELECT id, ? FROM schedules', [check.id])

    const plugins = await api('GET', '/plugins')
    assert.deepInclude(plugins.body.data[0], { identifier: 'disks', version: 1 })
    assert.lengthOf(plugins.body.data[0].limits, 2)
    const checks = await api('GET', '/checks')
    assert.deepEqual(checks.body.data[0].hosts, [{ id: host.id, name: 'shop' }])
    assert.equal(checks.body.data[0].schedules[0].name, 'often')
    const schedules = await api('GET', '/schedules')
    assert.deepEqual(schedules.body.data[0].intervals, [
      { start_at: '2026-01-01T00:00:00.000Z', every: { value: 5, unit: 'minute' } },
    ])
    assert.deepEqual(schedules.body.data[0].checks, [{ id: check.id, name: 'storage' }])
  })
})

/** As the core reads them, in the transaction of the test. */
async function assignments() {
  const rows: Record<string, unknown> = {}
  for (const [name, sql] of Object.entries(QUERIES)) rows[name] = (await db.rawQuery(sql)).rows
  const checks = assembleChecks(rows as unknown as ConfigurationRows, new Map(), (text) => text)
  return checks.flatMap((check) => check.assignments)
}

async function rulesInForce() {
  return (await assignments()).map(({ rule: { code, historySize } }) => ({ code, historySize }))
}

function limitsIn(body: { data: { limits: { name: string; value: unknown }[] } }) {
  return Object.fromEntries(body.data.limits.map(({ name, value }) => [name, value]))
}

async function revision(): Promise<number> {
  return Number((await db.from('configuration_revision').first()).revision)
}
