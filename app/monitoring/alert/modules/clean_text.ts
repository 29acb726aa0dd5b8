/** Longest text of a message, in UTF-16 units; a plugin may send far more. */
const LONGEST_TEXT = 2000

/** The last two are no characters at all, and forbidden in XML. */
const CONTROLS = /[\u0000-\u0008\u000e-\u001f\u007f-\u009f\ufffe\uffff]/g
/** Characters that turn the direction of text or hide in it: "exe.fdp" must not read as "pdf.exe". */
const INVISIBLE = /[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g
const TAGS = /[\u{e0000}-\u{e007f}]/gu
/** Line ends of every kind included: a header must never get a second line. */
const WHITE_SPACE = /[\s\u0085\u2028\u2029]+/g

/**
 * Makes text that came from a host, a plugin or a person safe to stand in one line of a message.
 * @param longest where the text is cut, in UTF-16 units
 */
export function oneLine(text: string, longest = LONGEST_TEXT): string {
  const line = text
    .slice(0, 4 * longest)
    .toWellFormed()
    .replace(WHITE_SPACE, ' ')
    .replace(CONTROLS, '')
    .replace(INVISIBLE, '')
    .replace(TAGS, '')
    .trim()
  return line.length > longest
    ? `${line
        .slice(0, longest - 1)
        .toWellFormed()
        .trimEnd()}…`
    : line
}

/**
 * @returns text for a header, in which no mail program finds an encoded word: `=?utf-8?Q?…?=` is taken apart
 */
export function headerText(text: string, longest = 200): string {
  return oneLine(text, longest).replaceAll('=?', '= ?').replaceAll('?=', '? =')
}

/** @returns a copy in which every text, at any depth, went through {@link oneLine} */
export function cleanDeep<T>(value: T): T {
  return cleaned(value) as T
}

/** @returns the text as it is written in HTML or XML, between tags or in a quoted attribute */
export function escapeMarkup(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return oneLine(value)
  if (Array.isArray(value)) return value.map(cleaned)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, cleaned(part)]))
}
