import vine from '@vinejs/vine'
import { nameRules } from '../plain_line.ts'
import { descriptionRules, idListRules } from '../rules.ts'
import { Sentences } from '../sentences.ts'

const fields = vine.object({
  name: nameRules(),
  description: descriptionRules().optional(),
  hosts: idListRules().optional(),
  host_groups: idListRules().optional(),
})

const SENTENCES = new Sentences({ name: 'Give the group a name of at most 100 characters.' })

/** POST /host-groups */
export const hostGroupBody = vine.create(fields)
hostGroupBody.messagesProvider = SENTENCES

/** PATCH /host-groups/:id: a list that is given takes the place of the whole list. */
export const hostGroupChanges = vine.create(fields.partial())
hostGroupChanges.messagesProvider = SENTENCES
