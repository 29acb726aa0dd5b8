import vine from '@vinejs/vine'

/** Control characters, breaks of lines, and marks that turn the direction of what follows. */
const UNSEEN = /[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u

/** Something that leaves ink: no format characters, blanks, marks without a letter, or letters that are drawn empty. */
const SEEN = /(?![\u115f\u1160\u2800\u3164\uffa0])[^\p{C}\p{Z}\p{M}]/u

/** Of names, in characters. */
export const LONGEST_NAME = 100

/** What to say about a text that is no plain line. */
export const PLAIN_LINE =
  'Write the name in one line that can be seen, without control characters and marks that turn the direction of writing.'

/** @returns whether a text is what it looks like: one line to be seen, without characters that hide or turn others */
export function isPlainLine(text: string): boolean {
  return !UNSEEN.test(text) && SEEN.test(text)
}

/** Names stand in mails, logs and lists, so every name is a plain line; one that may be missing may be empty. */
export const plainLine = vine.createRule((value, _options, field) => {
  if (typeof value === 'string' && value !== '' && !isPlainLine(value)) {
    field.report(PLAIN_LINE, 'plainLine', field)
  }
})

/** @returns the rules of every name: 1 to 100 characters in a plain line */
export function nameRules() {
  return vine.string().trim().minLength(1).maxLength(LONGEST_NAME).use(plainLine())
}
