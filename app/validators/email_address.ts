import vine from '@vinejs/vine'
import { parseAddress } from '../monitoring/alert/modules/email/address.ts'
import { OptionError } from '../monitoring/alert/modules/module.ts'

/** What people sign in with can also be written to: it is read the way recipients of alerts are. */
const emailAddress = vine.createRule((value, _options, field) => {
  try {
    field.mutate(parseAddress(value, String(field.name)), field)
  } catch (error) {
    if (!(error instanceof OptionError)) throw error
    field.report(error.message, 'emailAddress', field)
  }
})

/** @returns the rules of every e-mail address */
export function emailRules() {
  return vine.string().trim().maxLength(254).use(emailAddress())
}
