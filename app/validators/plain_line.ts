import vine from '@vinejs/vine'

/** Control characters, breaks of lines, and marks that turn the direction of what follows. */
const UNSEEN = /[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u

/** What to say about a text that is no plain line. */
export const PLAIN_LINE =
  'Write the name in one line, without control characters and marks that turn the direction of writing.'

/** @returns whether a text is what it looks like: one line, without characters that hide or turn others */
export function isPlainLine(text: string): boolean {
  return !UNSEEN.test(text)
}

/** Names stand in mails, logs and lists, so every name is a plain line. */
export const plainLine = vine.createRule((value, _options, field) => {
  if (typeof value === 'string' && !isPlainLine(value)) {
    field.report(PLAIN_LINE, 'plainLine', field)
  }
})

/** @returns the rules of every name: 1 to 100 characters in a plain line */
export function nameRules() {
  return vine.string().trim().minLength(1).maxLength(100).use(plainLine())
}
