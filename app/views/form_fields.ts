import { escapeHtml } from './prose.ts'

/** What was wrong in one field: a short sentence first, then how to put it right. */
export interface FieldError {
  head: string
  rest: string
}

interface Messages {
  get(key: string): unknown
}

/** @returns what was wrong with a field of the form that came back; null for nothing */
export function fieldError(messages: Messages | undefined, name: string): FieldError | null {
  const errors = messages?.get('inputErrorsBag')
  const found =
    typeof errors === 'object' && errors !== null ? Reflect.get(errors, name) : undefined
  const text = Array.isArray(found) ? found.join(' ') : ''
  if (text === '') return null
  const end = text.search(/[.!?:](\s|$)/)
  return end < 0
    ? { head: text, rest: '' }
    : { head: text.slice(0, end + 1), rest: text.slice(end + 1).trim() }
}

interface Input {
  id: string
  /** The name of the field in the form, such as `options[to]`. */
  input: string
  error: FieldError | null
  type?: string
  value?: unknown
  help?: string
  required?: boolean
  autocomplete?: string
  inputmode?: string
  placeholder?: string
  maxlength?: number
}

/** @returns the attributes of an input, as HTML */
export function inputAttributes(field: Input): string {
  const { id, input, error, help, required } = field
  const attributes: Record<string, unknown> = {
    'name': input,
    'type': field.type,
    'value': field.value,
    'autocomplete': field.autocomplete,
    'inputmode': field.inputmode,
    'placeholder': field.placeholder,
    'maxlength': field.maxlength,
    'aria-invalid': error ? 'true' : undefined,
    'aria-describedby': error || help ? `${id}-hint` : undefined,
  }
  const given = Object.entries(attributes).filter(
    ([, value]) => value !== undefined && value !== null
  )
  const written = given.map(([name, value]) => `${name}="${escapeHtml(String(value))}"`)
  return [...written, ...(required ? ['required'] : [])].join(' ')
}

/**
 * @param typed what came back with a form that was refused: a list, or an object with numbers for names
 * @param stored what is chosen otherwise
 * @returns the chosen values of a group of boxes, as text
 */
export function chosen(typed: unknown, stored: readonly unknown[]): string[] {
  if (typed === undefined || typed === null) return stored.map(String)
  return (typeof typed === 'object' ? Object.values(typed) : [typed]).map(String)
}
