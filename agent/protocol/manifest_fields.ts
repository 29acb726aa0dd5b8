import { PackageError } from './package_error.ts'

const IDENTIFIER = /^[A-Za-z][A-Za-z0-9_]{0,63}$/
const FILE_PATH = /^[A-Za-z0-9_.-]+(\/[A-Za-z0-9_.-]+)*$/
const LONGEST_TEXT = 4096

/** One JSON object of the manifest and where it stands, for the sentences: `limits[0].`. */
export interface Fields {
  values: Record<string, unknown>
  where: string
}

/** The sentence for a key that is missing or of the wrong kind; thrown by the caller. */
export function refusal(fields: Fields, key: string, expected: string): PackageError {
  const value = fields.values[key]
  const found = value === undefined ? 'is missing' : `is ${shown(value)}`
  return new PackageError(`manifest.json: "${fields.where}${key}" ${found}; expected ${expected}.`)
}

/** The object at `json`, or a refusal naming `where`. */
export function fieldsOf(json: unknown, where: string): Fields {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    const name = where === '' ? 'the whole file' : `"${where.replace(/\.$/, '')}"`
    throw new PackageError(`manifest.json: ${name} is ${shown(json)}; expected an object {…}.`)
  }
  return { values: json as Record<string, unknown>, where }
}

export function text(fields: Fields, key: string, fallback?: string): string {
  const value = fields.values[key]
  if (value === undefined && fallback !== undefined) return fallback
  if (typeof value !== 'string' || value.length > LONGEST_TEXT) {
    throw refusal(fields, key, 'a text')
  }
  return value
}

/** A text that is not empty. */
export function words(fields: Fields, key: string): string {
  const value = text(fields, key)
  if (value.trim() === '') throw refusal(fields, key, 'a text that is not empty')
  return value
}

/** A name that rules can write after a dot: `limits.major_percent`. */
export function identifier(fields: Fields, key: string): string {
  const value = fields.values[key]
  if (typeof value !== 'string' || !IDENTIFIER.test(value) || value in {}) {
    throw refusal(fields, key, 'a name of letters, digits and _ that starts with a letter')
  }
  return value
}

/** A path inside the package, segments of `[A-Za-z0-9_.-]+`. */
export function filePath(fields: Fields, key: string): string {
  const value = fields.values[key]
  if (typeof value !== 'string' || !FILE_PATH.test(value) || /(^|\/)\.\.?(\/|$)/.test(value)) {
    throw refusal(fields, key, 'the name of a file inside the package')
  }
  return value
}

export function number(fields: Fields, key: string, fallback?: number): number {
  const value = fields.values[key]
  if (value === undefined && fallback !== undefined) return fallback
  if (typeof value !== 'number' || !Number.isFinite(value)) throw refusal(fields, key, 'a number')
  return value
}

export function optionalNumber(fields: Fields, key: string): number | undefined {
  return fields.values[key] === undefined ? undefined : number(fields, key)
}

export function flag(fields: Fields, key: string): boolean {
  const value = fields.values[key] ?? false
  if (typeof value !== 'boolean') throw refusal(fields, key, 'true or false')
  return value
}

export function oneOf<T extends string>(
  fields: Fields,
  key: string,
  choices: readonly T[],
  fallback?: T
): T {
  const value = fields.values[key] ?? fallback
  const found = choices.find((choice) => choice === value)
  if (found === undefined) throw refusal(fields, key, `one of ${choices.join(', ')}`)
  return found
}

/** The list at `key` (none: empty), each entry read by `read`; at most 64, names not twice. */
export function list<T>(fields: Fields, key: string, read: (entry: Fields) => T): T[] {
  const value = fields.values[key] ?? []
  if (!Array.isArray(value) || value.length > 64) {
    throw refusal(fields, key, 'a list […] of at most 64 entries')
  }
  return value.map((entry, index) => read(fieldsOf(entry, `${fields.where}${key}[${index}].`)))
}

export function textList(fields: Fields, key: string): string[] {
  const value = fields.values[key] ?? []
  if (!Array.isArray(value) || !value.every((entry) => typeof entry === 'string')) {
    throw refusal(fields, key, 'a list of texts')
  }
  return value
}

function shown(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'an object'
  if (typeof value === 'string') return `the text ${JSON.stringify(value.slice(0, 40))}`
  return value === undefined ? 'missing' : String(value)
}
