import testUtils from '@adonisjs/core/services/test_utils'
import router from '@adonisjs/core/services/router'
import { test } from '@japa/runner'
import fc from 'fast-check'
import type { JSONSchema7 } from 'json-schema'
import { isApiPath } from '../../../app/access/api_path.ts'
import { contractOfRoute } from '../../../app/api/contract_of_route.ts'
import { callApi } from '../../support/api.ts'
import { createCheck, createHost, createPlugin } from '../../support/factories.ts'
import { tokenOf } from '../../support/people.ts'
import { SeededRandom } from '../../support/seeded_random.ts'

const RUNS = 40

test.group('Whatever is sent', (group) => {
  group.each.setup(() => testUtils.db().wrapInGlobalTransaction())

  test('is answered or refused, and never breaks anything', async ({ assert }) => {
    const host = await createHost('shop')
    const check = await createCheck('storage', [host], [await createPlugin()])
    const known = [host.id, check.id, 1, 2, 3]
    const authorization = `Bearer ${await tokenOf('owner')}`
    const { seed } = new SeededRandom()
    let accepted = 0
    let routeNumber = 1
    for (const { method, pattern, schema } of await routesWithBodies()) {
      const path = pattern.replace('/api/v1', '').replace(/:\w+/, String(idFor(pattern, host.id)))
      const property = fc.asyncProperty(bodyOf(schema, known), async (body) => {
        const answer = await callApi(method, path, body, { authorization })
        if (answer.status < 300) accepted++
        const isMine = answer.status < 500
        const isExplained = answer.status < 400 || typeof answer.body.error.message === 'string'
        if (!isMine || !isExplained)
          throw new Error(
            `${answer.status} ${JSON.stringify(answer.body)} for ${JSON.stringify(body)}`
          )
      })
      const found = await fc.check(property, { numRuns: RUNS, seed: seed ^ routeNumber++ })
      const told = `${method} ${path}, SEED=${seed}: ${found.errorInstance ?? ''}`
      assert.isFalse(found.failed, told)
    }
    assert.isAbove(accepted, 20, 'not all is refused')
  }).timeout(240_000)

  test('after the question mark too', async ({ assert }) => {
    const authorization = `Bearer ${await tokenOf('owner')}`
    const strange = [
      '',
      '0',
      '-1',
      '1e9',
      '99999999999',
      'null',
      'true',
      'x',
      '%00',
      '%ed%a0%80',
      '🦊',
    ]
    for (const { pattern, names } of await lists()) {
      for (const name of names) {
        for (const value of strange) {
          const path = `${pattern.replace('/api/v1', '')}?${name}=${value}`
          const { status } = await callApi('GET', path, undefined, { authorization })
          assert.isBelow(status, 500, path)
        }
        const nested = `${pattern.replace('/api/v1', '')}?${name}[a][]=1`
        const { status } = await callApi('GET', nested, undefined, { authorization })
        assert.oneOf(status, [200, 422], nested)
      }
    }
  }).timeout(120_000)
})

/** Plugins by their name, all else by a number that is there for hosts. */
function idFor(pattern: string, hostId: number): string | number {
  return pattern.includes('/plugins/') ? 'disks' : hostId
}

async function apiRoutes() {
  const routes = Object.values(router.toJSON())
    .flat()
    .filter((route) => isApiPath(route.pattern))
  return Promise.all(
    routes.map(async (route) => ({ route, contract: await contractOfRoute(route) }))
  )
}

async function routesWithBodies() {
  return (await apiRoutes()).flatMap(({ route, contract: { body } }) =>
    typeof body === 'object'
      ? [{ method: route.methods[0], pattern: route.pattern, schema: body.toJSONSchema() }]
      : []
  )
}

async function lists() {
  return (await apiRoutes()).flatMap(({ route, contract: { query } }) =>
    query && route.methods.includes('GET') && !route.pattern.includes(':')
      ? [{ pattern: route.pattern, names: Object.keys(query.toJSONSchema().properties ?? {}) }]
      : []
  )
}

/** A body with the right names, and values that are mostly of the right form. */
function bodyOf(schema: JSONSchema7, known: number[]): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 12, arbitrary: valueOf(schema, known) },
    { weight: 1, arbitrary: fc.dictionary(fc.string(), anything) },
    { weight: 1, arbitrary: fc.array(anything, { maxLength: 2 }) }
  )
}

const word = fc.stringMatching(/^[a-z]{3,8}$/)
const usual = ['shop.lan', 'disks', 'any', 'UTC', '2026-01-01', 'a@example.com', 'a long password']
const strange = ['', ' ', '\0', '\ud800', "'; DROP --", 'a\u202eb', 'https://']
const text = fc.oneof(
  { weight: 8, arbitrary: word },
  { weight: 8, arbitrary: fc.constantFrom(...usual) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
  { weight: 1, arbitrary: fc.constantFrom(...strange) }
)
const number = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: -2, max: 5 }) },
  { weight: 1, arbitrary: fc.oneof(fc.double(), fc.constantFrom(1e308, 2 ** 31)) }
)
const anything: fc.Arbitrary<unknown> = fc.oneof(
  ...[text, number, fc.boolean(), fc.constantFrom(null, [], {}, [null], { a: { b: [] } })]
)

function valueOf(
  schema: JSONSchema7 | boolean | undefined,
  known: number[]
): fc.Arbitrary<unknown> {
  if (typeof schema !== 'object') return anything
  return fc.oneof(
    { weight: 30, arbitrary: fitting(schema, known) },
    { weight: 1, arbitrary: anything }
  )
}

function fitting(schema: JSONSchema7, known: number[]): fc.Arbitrary<unknown> {
  const { type, properties, items, anyOf, enum: values } = schema
  if (anyOf) return fc.oneof(...anyOf.map((each) => valueOf(each, known)))
  if (values) return fc.constantFrom(...values)
  const types = [type].flat()
  if (types.includes('object')) return objectOf(properties, schema, known)
  if (types.includes('array'))
    return fc.array(valueOf(items as JSONSchema7, known), { maxLength: 3 })
  if (types.includes('integer'))
    return fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...known) }, number)
  if (types.includes('number')) return number
  return types.includes('boolean') ? fc.boolean() : text
}

function objectOf(
  properties: JSONSchema7['properties'],
  { required = [] }: JSONSchema7,
  known: number[]
): fc.Arbitrary<unknown> {
  if (!properties) {
    const key = fc.constantFrom('major_percent', 'is_strict', 'name', 'to', '__proto__', '')
    return fc.dictionary(key, anything, { maxKeys: 3 })
  }
  const fields = Object.entries(properties).map(([name, each]) => [name, valueOf(each, known)])
  return fc.record(Object.fromEntries(fields), { requiredKeys: required as never[] })
}
