import vine from '@vinejs/vine'
import { nameRules } from '../plain_line.ts'
import { descriptionRules, idListRules, looseRules } from '../rules.ts'
import { Sentences } from '../sentences.ts'

/** A plugin by its number or by its identifier. */
const pluginId = looseRules({
  anyOf: [
    { type: 'integer', minimum: 1 },
    { type: 'string', minLength: 1, maxLength: 100 },
  ],
})

const fields = vine.object({
  name: nameRules(),
  description: descriptionRules().optional(),
  hosts: idListRules().optional(),
  host_groups: idListRules().optional(),
  plugins: vine
    .array(vine.object({ id: pluginId, arguments: vine.record(vine.any()).optional() }))
    .maxLength(200)
    .optional(),
  schedules: idListRules().optional(),
})

const SENTENCES = new Sentences({
  'name': 'Give the check a name of at most 100 characters.',
  'plugins': 'Give "plugins" as a list like [{"id": "disk_space", "arguments": {}}].',
  'plugins.*': 'Give each plugin as an object like {"id": "disk_space"}.',
  'plugins.*.id': 'Say which plugin: "id" with its number or its identifier.',
  'plugins.*.arguments': 'Give "arguments" as an object of names and values.',
})

/** POST /checks */
export const checkBody = vine.create(fields)
checkBody.messagesProvider = SENTENCES

/** PATCH /checks/:id: a list that is given takes the place of the whole list. */
export const checkChanges = vine.create(fields.partial())
checkChanges.messagesProvider = SENTENCES
