import { errors } from '@vinejs/vine'
import type { JSONSchema7 } from 'json-schema'
import { MOST_FIELDS } from '../exceptions/explain_failure.ts'

type Schema = JSONSchema7 | boolean | undefined
interface Refusal {
  field: string
  message: string
  rule: string
}

/**
 * A validator drops fields it does not know, and takes null for "not given". Both would hide a mistake, so they are
 * refused before it is asked, as deep as its form is known.
 * @param schema the form a validator takes
 * @throws E_VALIDATION_ERROR naming every such field, as far as they are told
 */
export function refuseStrangers(schema: JSONSchema7, given: Record<string, unknown>) {
  const refused = [...strangersIn(schema, given, '').take(MOST_FIELDS + 1)]
  if (refused.length > 0) throw new errors.E_VALIDATION_ERROR(refused)
}

function* strangersIn(schema: Schema, value: unknown, path: string): Generator<Refusal> {
  if (typeof schema !== 'object') return
  if (value === null) {
    if (!allowsNull(schema)) yield refusal(path, `"${lastOf(path)}" may not be null.`)
    return
  }
  if (Array.isArray(value)) {
    for (const [index, each] of value.entries())
      yield* strangersIn(schema.items as Schema, each, `${path}${path && '.'}${index}`)
    return
  }
  if (typeof value !== 'object' || !schema.properties) return
  const known = Object.keys(schema.properties)
  for (const [name, each] of Object.entries(value)) {
    const place = `${path}${path && '.'}${name.slice(0, 100)}`
    if (known.includes(name)) yield* strangersIn(schema.properties[name], each, place)
    else yield refusal(place, unknownField(name.slice(0, 100), path, known))
  }
}

function refusal(field: string, message: string): Refusal {
  return { field, message, rule: 'refused' }
}

function lastOf(path: string): string {
  return path.split('.').at(-1)!
}

function unknownField(name: string, path: string, known: readonly string[]): string {
  const where = path === '' ? 'here' : `in "${path}"`
  return `There is no field "${name}" ${where}. Use ${known.join(', ')}.`
}

function allowsNull(schema: JSONSchema7): boolean {
  const { type, anyOf, enum: values } = schema
  if (type !== undefined) return [type].flat().includes('null')
  if (values) return values.includes(null)
  return !anyOf || anyOf.some((each) => typeof each === 'object' && allowsNull(each))
}
