import type { RouteJSON } from '@adonisjs/core/types/http'
import type { AccessLevel } from '../access/roles.ts'
import { type Contract, PACKAGE } from '../api/contract.ts'
import { UPLOAD_SIGNATURE_HEADER } from '../plugins/read_signature.ts'
import { ERRORS } from './components.ts'

const PREFIX = '/api/v1/'
const ANSWERS = { object: 'Object', page: 'Page', document: 'Document' } as const

/** @returns one operation of the document */
export function operationOf(
  route: RouteJSON,
  method: string,
  contract: Contract,
  level: AccessLevel
) {
  const words = route.pattern.slice(PREFIX.length).split(/[/.:-]+/)
  const body = bodyOf(contract)
  return {
    'operationId': [method.toLowerCase(), ...words].join('_'),
    'summary': contract.about,
    'description': level === 'open' ? 'Open to everybody.' : `Needs the role ${level}.`,
    'tags': [route.pattern.slice(PREFIX.length).split('/')[0]],
    'x-access-level': level,
    ...(level === 'open' && { security: [] }),
    'parameters': [...pathParameters(route), ...queryParameters(contract), ...headers(contract)],
    ...(body && { requestBody: body }),
    'responses': responsesOf(route, method, contract, level),
  }
}

function pathParameters({ pattern, matchers }: RouteJSON) {
  return [...pattern.matchAll(/:(\w+)/g)].map(([, name]) => ({
    ...{ name, in: 'path', required: true },
    schema: matchers[name]
      ? { type: 'integer', minimum: 1, maximum: 999_999_999 }
      : { type: 'string', description: 'A number, or an identifier such as disk_space.' },
  }))
}

function queryParameters({ query }: Contract) {
  const { properties = {}, required = [] } = query?.toJSONSchema() ?? {}
  return Object.entries(properties).map(([name, schema]) => ({
    ...{ name, in: 'query', required: required.includes(name), schema },
  }))
}

function headers({ body }: Contract) {
  if (body !== PACKAGE) return []
  const description = 'Detached OpenPGP signature of the package, base64.'
  const schema = { type: 'string' }
  return [{ name: UPLOAD_SIGNATURE_HEADER, in: 'header', required: false, description, schema }]
}

function bodyOf({ body }: Contract) {
  if (body === undefined) return null
  if (body === PACKAGE) return { required: true, content: { [PACKAGE]: {} } }
  const schema = body.toJSONSchema()
  const isRequired = (schema.required ?? []).length > 0
  return { required: isRequired, content: { 'application/json': { schema } } }
}

function responsesOf(
  { pattern }: RouteJSON,
  method: string,
  { answers, status }: Contract,
  level: AccessLevel
) {
  const expected = {
    400: method !== 'GET',
    401: level !== 'open',
    403: level !== 'open' && level !== 'viewer',
    404: pattern.includes(':'),
    409: method !== 'GET',
    413: method !== 'GET',
    415: method !== 'GET',
    422: level !== 'open',
    502: pattern.endsWith('/tests'),
    503: true,
  }
  const errors = Object.entries(expected).filter(([, isExpected]) => isExpected)
  return {
    ...success(answers, status),
    ...Object.fromEntries(errors.map(([code]) => [code, error(Number(code))])),
  }
}

function success(answers: Contract['answers'], status = 200) {
  if (answers === 'nothing') return { 204: { description: 'Done.' } }
  const schema = { $ref: `#/components/schemas/${ANSWERS[answers]}` }
  return { [status]: { description: 'Done.', content: { 'application/json': { schema } } } }
}

function error(status: number) {
  const schema = { $ref: '#/components/schemas/Error' }
  return { description: ERRORS[status], content: { 'application/json': { schema } } }
}
