import vine from '@vinejs/vine'
import { THEMES } from '../../views/theme.ts'
import { emailRules } from '../email_address.ts'
import { nameRules } from '../plain_line.ts'
import { Sentences } from '../sentences.ts'

const SENTENCES = new Sentences({
  name: 'Enter your name, at most 100 characters.',
  email: 'Enter your e-mail address, like anna@example.com.',
  theme: 'Choose automatic, light or dark.',
  passwordForEmail: 'Enter the password you use now.',
  currentPassword: 'Enter the password you use now.',
  newPassword: 'Enter the new password.',
})

/** Name, e-mail address and colours of the person who is signed in. A new address needs the password. */
export const accountValidator = vine.create({
  name: nameRules(),
  email: emailRules(),
  theme: vine.enum(THEMES),
  passwordForEmail: vine.string().maxLength(1000).optional(),
})
accountValidator.messagesProvider = SENTENCES

/** The old password and the new one. */
export const newPasswordValidator = vine.create({
  currentPassword: vine.string().maxLength(1000),
  newPassword: vine.string().maxLength(1000),
})
newPasswordValidator.messagesProvider = SENTENCES
