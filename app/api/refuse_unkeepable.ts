import { errors } from '@vinejs/vine'

const ZERO = 'A text holds a zero character (\\u0000). Leave it out.'
const HALF = 'A text holds half a character (a lone surrogate). Leave it out.'

/**
 * PostgreSQL keeps no zero characters and no half ones, wherever they stand, so they are refused before it is asked.
 * @throws E_VALIDATION_ERROR naming where the first one is
 */
export function refuseUnkeepable(given: Record<string, unknown>) {
  for (const [name, value] of Object.entries(given)) {
    const trouble = troubleIn(value, name)
    if (trouble) throw new errors.E_VALIDATION_ERROR([{ ...trouble, rule: 'refused' }])
  }
}

function troubleIn(value: unknown, field: string): { field: string; message: string } | null {
  if (typeof value === 'string') {
    const message = wrongWith(value)
    return message === null ? null : { field, message }
  }
  if (typeof value !== 'object' || value === null) return null
  for (const [name, each] of Object.entries(value)) {
    const message = wrongWith(name)
    if (message !== null) return { field, message }
    const trouble = troubleIn(each, `${field}.${name.slice(0, 100)}`)
    if (trouble) return trouble
  }
  return null
}

function wrongWith(text: string): string | null {
  if (text.includes('\0')) return ZERO
  return text.isWellFormed() ? null : HALF
}
