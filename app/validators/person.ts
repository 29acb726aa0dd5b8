import vine from '@vinejs/vine'
import { emailRules } from './email_address.ts'
import { nameRules } from './plain_line.ts'
import { Sentences } from './sentences.ts'

const person = {
  name: nameRules(),
  email: emailRules(),
  password: vine.string().maxLength(1000),
}

const SENTENCES = new Sentences({
  name: 'Enter your name, at most 100 characters.',
  email: 'Enter your e-mail address, like anna@example.com.',
  password: 'Enter a password.',
  code: 'Enter the code. The window in which the program runs shows it.',
})

/** Name, e-mail and password of somebody new. */
export const personValidator = vine.create(person)
personValidator.messagesProvider = SENTENCES

/** The set-up page: a person and the code. */
export const setupValidator = vine.create({ code: vine.string().trim().maxLength(20), ...person })
setupValidator.messagesProvider = SENTENCES

/** The sign-in page. Its own e-mail rule is mild: a wrong address is simply an unknown one. */
export const signInValidator = vine.create({
  email: vine.string().trim().maxLength(254),
  password: vine.string().maxLength(1000),
})
signInValidator.messagesProvider = SENTENCES
