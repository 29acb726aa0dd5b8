import { errors } from '@vinejs/vine'

const ZERO = 'A text holds a zero character (\\u0000). Leave it out.'
const HALF = 'A text holds half a character (a lone surrogate). Leave it out.'
const UNREAD =
  'A text holds characters that could not be read (they have become \uFFFD). Send it in UTF-8.'

/**
 * PostgreSQL keeps no zero characters and no half ones, wherever they stand, so they are refused before it is asked. What
 * was not sent in UTF-8 is lost by now, and would be kept as marks that stand for nothing.
 * @throws E_VALIDATION_ERROR naming where the first one is
 */
export function refuseUnkeepable(given: Record<string, unknown>) {
  for (const [name, value] of Object.entries(given)) {
    const trouble = unkeepableIn(value, name)
    if (trouble) throw new errors.E_VALIDATION_ERROR([{ ...trouble, rule: 'refused' }])
  }
}

/**
 * @param field what to call the value
 * @returns where the first character is that cannot be kept, and a sentence
 */
export function unkeepableIn(
  value: unknown,
  field: string
): { field: string; message: string } | null {
  if (typeof value === 'string') {
    const message = wrongWith(value)
    return message === null ? null : { field, message }
  }
  if (typeof value !== 'object' || value === null) return null
  for (const [name, each] of Object.entries(value)) {
    const message = wrongWith(name)
    if (message !== null) return { field, message }
    const trouble = unkeepableIn(each, `${field}.${name.slice(0, 100)}`)
    if (trouble) return trouble
  }
  return null
}

function wrongWith(text: string): string | null {
  if (text.includes('\0')) return ZERO
  if (text.includes('\uFFFD')) return UNREAD
  return text.isWellFormed() ? null : HALF
}
