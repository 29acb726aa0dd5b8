import type { JSONSchema7 } from 'json-schema'

type Schema = JSONSchema7 | boolean | undefined

const KNOWN = new Set([
  ...['type', 'properties', 'required', 'additionalProperties', 'items', 'minItems', 'maxItems'],
  ...['minLength', 'maxLength', 'pattern', 'minimum', 'maximum', 'enum', 'const', 'anyOf', 'oneOf'],
  ...['description', 'format', '$ref'],
])

/**
 * The part of JSON Schema that the API uses. What it does not know is an error, so nothing goes unlooked at.
 * @returns what is wrong, as `path: why`; nothing when the value is valid
 */
export function violations(schema: Schema, value: unknown, path = ''): string[] {
  if (schema === undefined || typeof schema === 'boolean')
    return schema === false ? [`${path}: not allowed`] : []
  const strange = Object.keys(schema).find((word) => !KNOWN.has(word))
  if (strange) throw new Error(`The word "${strange}" of JSON Schema is not looked at here.`)
  const alternatives = schema.anyOf ?? schema.oneOf
  if (alternatives && !alternatives.some((each) => violations(each, value, path).length === 0))
    return [`${path}: none of the alternatives`]
  return [...own(schema, value, path), ...inside(schema, value, path)]
}

function own(schema: JSONSchema7, value: unknown, path: string): string[] {
  const { type, enum: values, minLength = 0, maxLength = Infinity, minimum = -Infinity } = schema
  const wrong: string[] = []
  if (type && ![type].flat().some((each) => isOfType(each, value))) return [`${path}: no ${type}`]
  if (values && !values.some((each) => each === value)) wrong.push('not in the list')
  if (typeof value === 'string') {
    if (value.length < minLength || value.length > maxLength) wrong.push('length')
    if (schema.pattern && !new RegExp(schema.pattern, 'u').test(value)) wrong.push('pattern')
  }
  if (typeof value === 'number' && (value < minimum || value > (schema.maximum ?? Infinity)))
    wrong.push('range')
  return wrong.map((why) => `${path}: ${why}`)
}

function inside(schema: JSONSchema7, value: unknown, path: string): string[] {
  if (Array.isArray(value)) {
    const { minItems = 0, maxItems = Infinity } = schema
    if (value.length < minItems || value.length > maxItems) return [`${path}: number of items`]
    return value.flatMap((each, index) =>
      violations(schema.items as Schema, each, `${path}.${index}`)
    )
  }
  if (typeof value !== 'object' || value === null) return []
  const { properties = {}, required = [], additionalProperties } = schema
  return [
    ...required.filter((name) => !(name in value)).map((name) => `${path}.${name}: missing`),
    ...Object.entries(value).flatMap(([name, each]) =>
      violations(properties[name] ?? additionalProperties, each, `${path}.${name}`)
    ),
  ]
}

function isOfType(type: string, value: unknown): boolean {
  if (type === 'null') return value === null
  if (type === 'array') return Array.isArray(value)
  if (type === 'integer') return Number.isInteger(value)
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value)
  return typeof value === type
}
