import { readFile } from 'node:fs/promises'
import testUtils from '@adonisjs/core/services/test_utils'
import router from '@adonisjs/core/services/router'
import { test } from '@japa/runner'
import type { JSONSchema7 } from 'json-schema'
import { isApiPath } from '../../../app/access/api_path.ts'
import { levelOfRoute } from '../../../app/access/level_of_route.ts'
import { apiAs, callApi, refusedFields } from '../../support/api.ts'
import { violations } from '../../support/json_schema.ts'
import { tokenOf } from '../../support/people.ts'

interface Operation {
  'operationId': string
  'summary': string
  'x-access-level': string
  'parameters': { name: string; in: string; required: boolean; schema: JSONSchema7 }[]
  'requestBody'?: { required: boolean; content: Record<string, { schema?: JSONSchema7 }> }
  'responses': Record<string, { description: string; content?: object }>
}

interface Document {
  openapi: string
  info: { title: string; version: string }
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, JSONSchema7>; securitySchemes: object }
}

test.group('GET /openapi.json', (group) => {
  group.each.setup(() => testUtils.db().wrapInGlobalTransaction())

  test('names every route of the API with its level', async ({ assert }) => {
    const { paths } = await document()
    const told = operations(paths).map(({ method, path, operation }) => [
      `${method.toUpperCase()} ${path}`,
      operation['x-access-level'],
    ])
    const routes = Object.values(router.toJSON())
      .flat()
      .filter((route) => isApiPath(route.pattern))
      .flatMap((route) =>
        route.methods
          .filter((method) => method !== 'HEAD')
          .map((method) => [
            `${method} ${route.pattern.replaceAll(/:(\w+)/g, '{$1}')}`,
            levelOfRoute(route),
          ])
      )
    assert.isAbove(routes.length, 70)
    assert.sameDeepMembers(told, routes)
  })

  test('keeps to the rules of OpenAPI 3.1', async ({ assert }) => {
    const { openapi, info, paths, components } = await document()
    assert.match(openapi, /^3\.1\.\d+$/)
    assert.match(info.version, /^\d+\.\d+\.\d+/)
    assert.notEqual(info.version, '0.0.0')
    const ids = new Set<string>()
    for (const { method, path, operation } of operations(paths)) {
      const where = `${method} ${path}`
      assert.match(path, /^\/api\/v1\//)
      assert.include(['get', 'post', 'put', 'patch', 'delete'], method)
      assert.isFalse(ids.has(operation.operationId), where)
      ids.add(operation.operationId)
      assert.match(operation.operationId, /^[a-z_]+$/)
      assert.match(operation.summary, /\.$|…$/, where)
      checkParameters(path, operation)
      assert.isAbove(Object.keys(operation.responses).length, 1, where)
      for (const [status, response] of Object.entries(operation.responses)) {
        assert.match(status, /^[2-5]\d\d$/)
        assert.isNotEmpty(response.description, where)
      }
      for (const { schema } of Object.values(operation.requestBody?.content ?? {}))
        if (schema) checkSchema(schema, where)
    }
    for (const [name, schema] of Object.entries(components.schemas)) checkSchema(schema, name)
    for (const reference of JSON.stringify(paths).matchAll(
      /"\$ref":"#\/components\/schemas\/(\w+)"/g
    ))
      assert.property(components.schemas, reference[1])
  })

  test('describes what is answered and what is refused', async ({ assert }) => {
    const { components } = await document()
    const api = await apiAs('owner')
    for (const [method, path, body, form] of [
      ['GET', '/hosts', undefined, 'Page'],
      ['GET', '/settings/mail', undefined, 'Object'],
      ['POST', '/services', { name: 'site' }, 'Object'],
      ['POST', '/services', { name: '' }, 'Error'],
      ['GET', '/hosts/999999', undefined, 'Error'],
    ] as const) {
      const { body: answer } = await api(method, path, body)
      assert.deepEqual(violations(components.schemas[form], answer), [], `${method} ${path}`)
    }
  })

  test('names every status that any address answers what it does not take with', async ({
    assert,
  }) => {
    const { paths } = await document()
    const authorization = `Bearer ${await tokenOf('owner')}`
    for (const { method, path, operation } of operations(paths)) {
      if (operation['x-access-level'] === 'open') continue
      const address = path.replace('/api/v1', '').replace('{id}', '999999')
      const send = async (query: string, type: string, body?: string) =>
        callApi(method.toUpperCase(), `${address}${query}`, body, {
          ...{ authorization, 'content-type': type },
        })
      const answers = [await send('?colour=red', 'text/plain')]
      if (method !== 'get')
        answers.push(
          await send('', 'application/json', '{"colour":'),
          await send('', 'application/json', JSON.stringify({ colour: 'x'.repeat(1_100_000) })),
          await send('', 'text/plain', 'red')
        )
      for (const { status } of answers)
        assert.property(operation.responses, String(status), `${method} ${path}`)
    }
  })

  test('names the fields that nothing is saved without', async ({ assert }) => {
    const { paths } = await document()
    const api = await apiAs('owner')
    const known = { name: 'Tell Anna', module: 'email', options: {} }
    for (const [method, path, given] of [
      ['POST', '/alerts', known],
      ['PUT', '/settings/mail', {}],
    ] as const) {
      const { schema } =
        paths[`/api/v1${path}`][method.toLowerCase()].requestBody!.content['application/json']
      const refused = refusedFields(await api(method, path, given)).map(
        (field) => field.split('.')[0]
      )
      assert.includeMembers(schema!.required!, refused)
    }
  })

  test('takes every example of docs/api.md, and the API knows its fields', async ({ assert }) => {
    const { paths } = await document()
    const api = await apiAs('owner')
    const examples = await examplesOf('docs/api.md')
    assert.isAbove(examples.length, 15)
    for (const { method, path, body } of examples) {
      const operation = operationAt(paths, method, path)
      const name = `${method} ${path}`
      assert.isDefined(operation, name)
      const query = new URL(path, 'http://x').searchParams
      for (const key of query.keys())
        assert.include(
          operation!.parameters.map((each) => each.name),
          key,
          name
        )
      const schema = operation!.requestBody?.content['application/json']?.schema
      if (body === undefined) continue
      assert.isDefined(schema, name)
      assert.deepEqual(violations(schema, body), [], name)
      const { status, body: answer } = await api(method, path.replace('/api/v1', ''), body)
      assert.isBelow(status, 500, name)
      assert.notInclude(JSON.stringify(answer), 'There is no field', name)
    }
  })
})

async function document(): Promise<Document> {
  return (await (await apiAs('viewer'))('GET', '/openapi.json')).body
}

function operations(paths: Document['paths']) {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation }))
  )
}

function operationAt(paths: Document['paths'], method: string, path: string) {
  const plain = path.split('?')[0]
  const found = operations(paths).find(
    (each) =>
      each.method.toUpperCase() === method &&
      new RegExp(`^${each.path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(
        plain
      )
  )
  return found?.operation
}

/** Every name in the path is a parameter, required, and there is none twice. */
function checkParameters(path: string, { parameters }: Operation) {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
  const told = parameters.filter((each) => each.in === 'path')
  if (JSON.stringify(told.map((each) => each.name)) !== JSON.stringify(inPath))
    throw new Error(`${path} has other parameters than ${inPath.join(', ')}`)
  if (told.some((each) => !each.required)) throw new Error(`${path}: not required`)
  const keys = parameters.map((each) => `${each.in} ${each.name}`)
  if (new Set(keys).size !== keys.length) throw new Error(`${path}: a parameter twice`)
  for (const { name, schema } of parameters) checkSchema(schema, `${path} ${name}`)
}

const TYPES = ['string', 'number', 'integer', 'boolean', 'object', 'array', 'null']

/** What the meta schema of JSON Schema asks of the words that are used here. */
function checkSchema(schema: JSONSchema7 | boolean, where: string) {
  if (typeof schema === 'boolean') return
  const { type, required, properties = {}, items, anyOf, pattern, enum: values } = schema
  const types = type === undefined ? [] : [type].flat()
  if (types.some((each) => !TYPES.includes(each)) || new Set(types).size !== types.length)
    throw new Error(`${where}: type ${JSON.stringify(type)}`)
  if (required?.some((name) => !(name in properties))) throw new Error(`${where}: ${required}`)
  if (values && values.length === 0) throw new Error(`${where}: an empty enum`)
  if (anyOf && anyOf.length === 0) throw new Error(`${where}: an empty anyOf`)
  if (pattern) new RegExp(pattern, 'u')
  for (const [name, each] of Object.entries(properties)) checkSchema(each, `${where}.${name}`)
  if (items) checkSchema(items as JSONSchema7, `${where}[]`)
  for (const each of anyOf ?? []) checkSchema(each, `${where}|`)
  const { additionalProperties: others } = schema
  if (typeof others === 'object') checkSchema(others, `${where}.*`)
}

/** Blocks of a document that begin with a method and a path; what follows an empty line is the body. */
async function examplesOf(file: string) {
  const text = await readFile(file, 'utf8')
  return [...text.matchAll(/```http\n([A-Z]+) (\S+)\n([^]*?)```/g)].map(
    ([, method, path, rest]) => ({
      ...{ method, path },
      body: rest.trim().startsWith('{') ? JSON.parse(rest) : undefined,
    })
  )
}
