import vine from '@vinejs/vine'
import { ROLES } from '../../access/roles.ts'
import { emailRules } from '../email_address.ts'
import { nameRules } from '../plain_line.ts'
import { descriptionRules } from '../rules.ts'
import { Sentences } from '../sentences.ts'

const person = vine.object({
  name: nameRules(),
  email: emailRules(),
  role: vine.enum(ROLES),
  password: vine.string().maxLength(1000),
})

const program = vine.object({
  name: nameRules(),
  description: descriptionRules().optional(),
  role: vine.enum(ROLES),
})

const SENTENCES = new Sentences({
  name: 'Give a name of at most 100 characters.',
  email: 'Give an e-mail address, like anna@example.com.',
  role: 'Choose the role: owner, helper or viewer.',
  password: 'Give a password of at least 10 characters.',
})

/** POST /users */
export const userBody = vine.create(person)
userBody.messagesProvider = SENTENCES

/** PATCH /users/:id */
export const userChanges = vine.create(person.partial())
userChanges.messagesProvider = SENTENCES

/** POST /api-clients */
export const clientBody = vine.create(program)
clientBody.messagesProvider = SENTENCES

/** PATCH /api-clients/:id */
export const clientChanges = vine.create(program.partial())
clientChanges.messagesProvider = SENTENCES
