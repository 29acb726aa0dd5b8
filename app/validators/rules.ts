import vine from '@vinejs/vine'
import type { JSONSchema7 } from 'json-schema'
import type { ApiValidator } from '../api/contract.ts'
import { pageFields } from './page.ts'
import { Sentences } from './sentences.ts'

/** The largest integer of the database, rounded down to what is easily said. */
export const LARGEST_ID = 999_999_999

/** An id in a body. */
export const idRules = () => vine.number({ strict: true }).withoutDecimals().range([1, LARGEST_ID])

/** Of ids in a body: far below what one statement of the database can hold. */
export const LONGEST_LIST = 10_000

/** A list of ids in a body. */
export const idListRules = () => vine.array(idRules()).maxLength(LONGEST_LIST)

/** An id after the question mark. */
export const idInQuery = () => vine.number().withoutDecimals().range([1, LARGEST_ID])

/** A description: text of at most 2,000 characters, which may be empty. */
export const descriptionRules = () => vine.string().trim().maxLength(2000)

/** Text after the question mark. */
export const textInQuery = () => vine.string().trim().maxLength(300)

/** `?q=&page=&per_page=` */
export const listFields = { q: textInQuery().optional(), ...pageFields }

/** The query of a list that is only searched. */
export const listQuery = vine.create(listFields)
listQuery.messagesProvider = new Sentences()

const form = vine.createRule<JSONSchema7>(() => undefined, {
  name: 'form',
  toJSONSchema: (schema, wanted) => {
    for (const key of Object.keys(schema)) Reflect.deleteProperty(schema, key)
    Object.assign(schema, structuredClone(wanted))
  },
})

/**
 * A value that is looked at where it is saved, together with others.
 * @param schema the form that is accepted there, for the documentation
 */
export function looseRules(schema: JSONSchema7) {
  return vine.any().use(form(schema))
}

/**
 * Names fields in the form of a validator that it lets pass without, because they are looked at where they are saved.
 */
export function requireAlso(validator: ApiValidator, ...names: string[]) {
  const taken = validator.toJSONSchema()
  const schema = { ...taken, required: [...(taken.required ?? []), ...names] }
  validator.toJSONSchema = () => schema
}
