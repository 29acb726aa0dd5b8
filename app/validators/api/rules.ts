import vine from '@vinejs/vine'
import { looseRules } from '../rules.ts'
import { Sentences } from '../sentences.ts'

const REFERENCE = {
  anyOf: [
    { type: 'integer' as const, minimum: 1 },
    { type: 'string' as const, minLength: 1 },
  ],
}

/** PUT /plugins/:id/classifier. Null means "back to the default". */
export const ruleValidator = vine.create({
  code: vine.string().regex(/\S/).maxLength(65_536).nullable().optional(),
  limits: vine.record(vine.any().nullable()).nullable().optional(),
  n_historical: vine
    .number({ strict: true })
    .withoutDecimals()
    .range([1, 1000])
    .nullable()
    .optional(),
  check: looseRules(REFERENCE).nullable().optional(),
})
ruleValidator.messagesProvider = new Sentences({
  code: 'Give the code of the rule as text of 1 to 65,536 characters, or null for the default.',
  limits: 'Give "limits" as an object of names and values, or null for the defaults.',
  n_historical: 'Give "n_historical" as a whole number from 1 to 1000.',
})

/** GET and DELETE /plugins/:id/classifier: the rule of one check, by its id or name. */
export const ruleQuery = vine.create({ check: vine.string().trim().maxLength(300).optional() })
ruleQuery.messagesProvider = new Sentences()

/** PUT /plugins/:id/limits */
export const limitsBody = vine.create({
  limits: vine.record(vine.any().nullable()),
  host_group: looseRules(REFERENCE).nullable().optional(),
  host: looseRules(REFERENCE).nullable().optional(),
  check: looseRules(REFERENCE).nullable().optional(),
  instance: vine.string().minLength(1).maxLength(200).nullable().optional(),
})
limitsBody.messagesProvider = new Sentences({
  limits: 'Give "limits" as an object of names and values; null goes back to the default.',
  instance: 'Give "instance" as the name of one, such as /var, at most 200 characters.',
})
