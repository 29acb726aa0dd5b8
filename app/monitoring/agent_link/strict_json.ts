const MAX_DEPTH = 16
const [QUOTE, COLON, BACKSLASH] = ['"', ':', '\\'].map((each) => each.charCodeAt(0))
const [BRACE, BRACE_END, BRACKET, BRACKET_END] = ['{', '}', '[', ']'].map((each) =>
  each.charCodeAt(0)
)
/** Its letters may be written as escapes. */
const MAY_NAME_PROTO = /\\|__proto__/

/**
 * Reads a JSON object that may be hostile.
 * @returns it, or in words what is wrong with it
 */
export function parseStrictly(text: string): Record<string, unknown> | string {
  // Before it is parsed: a parser that calls itself can be brought to its end.
  const { depth, pairs } = shapeOf(text)
  if (depth > MAX_DEPTH) return `it is nested more than ${MAX_DEPTH} deep`
  const parsed = parse(text)
  if (!isRecord(parsed)) return 'it is not a JSON object'
  if (MAY_NAME_PROTO.test(text) && hasKey(parsed, '__proto__'))
    return 'it has a key named __proto__'
  if (countPairs(parsed) !== pairs) return 'it gives the same key twice'
  return parsed
}

export function isRecord(input: unknown): input is Record<string, unknown> {
  return typeof input === 'object' && input !== null && !Array.isArray(input)
}

/** Whether it is a number as they are stored: `1e999` is read as infinite. */
export function isNumber(input: unknown): input is number {
  return typeof input === 'number' && Number.isFinite(input)
}

/** Whether it is a text as PostgreSQL stores them: without NUL and halves of surrogate pairs. */
export function isText(input: unknown, maxBytes: number): input is string {
  return (
    typeof input === 'string' &&
    !input.includes('\u0000') &&
    input.isWellFormed() &&
    Buffer.byteLength(input) <= maxBytes
  )
}

/** How deep it is nested, and how many pairs of key and value are written in it: what is parsed holds each key once. */
function shapeOf(text: string): { depth: number; pairs: number } {
  let depth = 0
  let deepest = 0
  let pairs = 0
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at)
    if (character === QUOTE) at = endOfString(text, at)
    else if (character === COLON) pairs++
    else if (character === BRACE_END || character === BRACKET_END) depth--
    else if (character === BRACE || character === BRACKET) deepest = Math.max(deepest, ++depth)
  }
  return { depth: deepest, pairs }
}

function endOfString(text: string, start: number): number {
  let at = text.indexOf('"', start + 1)
  while (at >= 0 && isEscaped(text, at)) at = text.indexOf('"', at + 1)
  return at < 0 ? text.length : at
}

/** Whether an odd number of backslashes stands before it. */
function isEscaped(text: string, at: number): boolean {
  let before = at
  while (text.charCodeAt(before - 1) === BACKSLASH) before--
  return (at - before) % 2 === 1
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function countPairs(input: unknown): number {
  if (typeof input !== 'object' || input === null) return 0
  if (Array.isArray(input)) return input.reduce<number>((sum, value) => sum + countPairs(value), 0)
  let count = 0
  // The prototype has no keys of its own, and JSON none that are inherited.
  for (const key in input) count += 1 + countPairs((input as Record<string, unknown>)[key])
  return count
}

function hasKey(input: unknown, key: string): boolean {
  if (typeof input !== 'object' || input === null) return false
  return Object.hasOwn(input, key) || Object.values(input).some((value) => hasKey(value, key))
}
