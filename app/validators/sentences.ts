import type { FieldContext, MessagesProviderContact } from '@vinejs/vine/types'
import { PLAIN_LINE } from './plain_line.ts'

/**
 * What to say when a rule of a validator refuses a field. More particular ones come first: `email.required`
 * before `required`.
 */
export class Sentences implements MessagesProviderContact {
  readonly #particular: Record<string, string>

  constructor(particular: Record<string, string> = {}) {
    this.#particular = particular
  }

  getMessage(defaultMessage: string, rule: string, field: FieldContext, meta?: object): string {
    const path = field.wildCardPath
    const sentence =
      this.#particular[`${path}.${rule}`] ??
      PRECISE[rule] ??
      this.#particular[path] ??
      GENERAL[rule] ??
      defaultMessage
    return fill(sentence, { field: String(field.name), ...meta })
  }
}

/** Rules nobody guesses: the sentence about the field as a whole would leave people puzzled. */
const PRECISE: Record<string, string> = { plainLine: PLAIN_LINE }

const GENERAL: Record<string, string> = {
  required: 'Give "{{ field }}".',
  string: '"{{ field }}" must be text.',
  number: '"{{ field }}" must be a number.',
  boolean: '"{{ field }}" must be true or false.',
  object: '"{{ field }}" must be an object.',
  array: '"{{ field }}" must be a list.',
  enum: '"{{ field }}" must be one of: {{ choices }}.',
  email: 'Enter an e-mail address, like anna@example.com.',
  minLength: '"{{ field }}" needs at least {{ min }} characters.',
  maxLength: '"{{ field }}" may have at most {{ max }} characters.',
  min: '"{{ field }}" must be at least {{ min }}.',
  max: '"{{ field }}" must be at most {{ max }}.',
  range: '"{{ field }}" must be from {{ min }} to {{ max }}.',
  withoutDecimals: '"{{ field }}" must be a whole number.',
}

function fill(sentence: string, values: Record<string, unknown>): string {
  return sentence.replace(/\{\{ (\w+) \}\}/g, (_, name: string) => {
    const value = values[name]
    return Array.isArray(value) ? value.join(', ') : String(value ?? '')
  })
}
