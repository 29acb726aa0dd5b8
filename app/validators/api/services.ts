import vine from '@vinejs/vine'
import { LONGEST_NAME, nameRules, plainLine } from '../plain_line.ts'
import { descriptionRules, idRules } from '../rules.ts'
import { Sentences } from '../sentences.ts'

const member = { host: idRules().optional(), host_group: idRules().optional() }

const fields = vine.object({
  name: nameRules(),
  description: descriptionRules().optional(),
  dependencies: vine
    .array(vine.object({ ...member, service: idRules().optional() }))
    .maxLength(1000)
    .optional(),
  redundancy_groups: vine
    .array(
      vine.object({
        name: vine.string().trim().maxLength(LONGEST_NAME).use(plainLine()).optional(),
        at_least: vine.number({ strict: true }).withoutDecimals().range([1, 100_000]).optional(),
        members: vine.array(vine.object(member)).minLength(1).maxLength(1000),
      })
    )
    .maxLength(200)
    .optional(),
})

const SENTENCES = new Sentences({
  'name': 'Give the service a name of at most 100 characters.',
  'dependencies': 'Give "dependencies" as a list like [{"host": 1}, {"host_group": 2}].',
  'dependencies.*': 'Give each dependency like {"host": 1}, {"host_group": 2} or {"service": 3}.',
  'redundancy_groups':
    'Give "redundancy_groups" as a list like [{"at_least": 1, "members": [{"host": 1}, {"host": 2}]}].',
  'redundancy_groups.*':
    'Give each redundancy group like {"at_least": 1, "members": [{"host": 1}, {"host": 2}]}.',
  'redundancy_groups.*.name':
    'Give the redundancy group a name of at most 100 characters, or none.',
  'redundancy_groups.*.at_least': 'Give "at_least" as a whole number from 1.',
  'redundancy_groups.*.members':
    'Give the members of the redundancy group as a list like [{"host": 1}, {"host_group": 2}].',
  'redundancy_groups.*.members.*': 'Give each member like {"host": 1} or {"host_group": 2}.',
})

/** POST /services */
export const serviceBody = vine.create(fields)
serviceBody.messagesProvider = SENTENCES

/** PATCH /services/:id: a list that is given takes the place of the whole list. */
export const serviceChanges = vine.create(fields.partial())
serviceChanges.messagesProvider = SENTENCES
