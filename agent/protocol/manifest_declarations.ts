import { checkArguments } from './check_arguments.ts'
import type { ArgumentDeclaration, LimitDeclaration, MetricDeclaration } from './manifest.ts'
import {
  flag,
  identifier,
  oneOf,
  optionalNumber,
  refusal,
  text,
  words,
  type Fields,
} from './manifest_fields.ts'
import { PackageError } from './package_error.ts'

export function metricOf(fields: Fields): MetricDeclaration {
  return {
    name: identifier(fields, 'name'),
    label: words(fields, 'label'),
    unit: text(fields, 'unit', ''),
    ...(flag(fields, 'per_instance') ? { per_instance: true } : {}),
  }
}

export function limitOf(fields: Fields): LimitDeclaration {
  const limit = {
    name: identifier(fields, 'name'),
    label: words(fields, 'label'),
    unit: text(fields, 'unit', ''),
    default: scalar(fields, 'default'),
    ...rangeOf(fields),
  }
  refuseOutside(fields, limit)
  return limit
}

/** One declared argument. Its default must itself be acceptable. */
export function argumentOf(fields: Fields): ArgumentDeclaration {
  const declaration: ArgumentDeclaration = {
    name: identifier(fields, 'name'),
    type: oneOf(fields, 'type', ['string', 'number', 'boolean']),
    ...patternOf(fields),
    ...rangeOf(fields),
    help: text(fields, 'help', ''),
  }
  if (fields.values.default === undefined) return declaration
  const value = scalar(fields, 'default')
  try {
    checkArguments([declaration], { [declaration.name]: value })
  } catch {
    throw refusal(fields, 'default', 'a value that its own type, pattern and range allow')
  }
  return { ...declaration, default: value }
}

/** Refuses a list in which two entries have the same name. */
export function refuseTwins(key: string, entries: { name: string }[]) {
  const names = entries.map((entry) => entry.name)
  const twin = names.find((name, index) => names.indexOf(name) !== index)
  if (twin === undefined) return
  throw new PackageError(`manifest.json: "${key}" has two entries named "${twin}"; keep one.`)
}

function scalar(fields: Fields, key: string): string | number | boolean {
  const value = fields.values[key]
  if (typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number' && Number.isFinite(value)) return value
  throw refusal(fields, key, 'a number, a text, true or false')
}

function rangeOf(fields: Fields): { minimum?: number; maximum?: number } {
  const minimum = optionalNumber(fields, 'minimum')
  const maximum = optionalNumber(fields, 'maximum')
  if (minimum !== undefined && maximum !== undefined && minimum > maximum) {
    throw refusal(fields, 'minimum', `a number up to "maximum" (${maximum})`)
  }
  return {
    ...(minimum === undefined ? {} : { minimum }),
    ...(maximum === undefined ? {} : { maximum }),
  }
}

function refuseOutside(fields: Fields, limit: LimitDeclaration) {
  const { default: value, minimum = -Infinity, maximum = Infinity } = limit
  if (typeof value === 'number' && (value < minimum || value > maximum)) {
    throw refusal(fields, 'default', 'a number between its own "minimum" and "maximum"')
  }
}

function patternOf(fields: Fields): { pattern?: string } {
  if (fields.values.pattern === undefined) return {}
  const pattern = words(fields, 'pattern')
  try {
    new RegExp(`^(?:${pattern})$`, 'u')
  } catch {
    throw refusal(fields, 'pattern', 'a regular expression')
  }
  return { pattern }
}
