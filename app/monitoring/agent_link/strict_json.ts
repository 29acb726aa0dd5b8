const MAX_DEPTH = 16

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
  if (hasKey(parsed, '__proto__')) return 'it has a key named __proto__'
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
  let [depth, deepest, pairs] = [0, 0, 0]
  for (let at = 0; at < text.length; at++) {
    const character = text[at]
    if (character === '"') at = endOfString(text, at)
    else if (character === ':') pairs++
    else if (character === '}' || character === ']') depth--
    else if (character === '{' || character === '[') deepest = Math.max(deepest, ++depth)
  }
  return { depth: deepest, pairs }
}

function endOfString(text: string, start: number): number {
  let at = start + 1
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return at
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
  const values: unknown[] = Object.values(input)
  const own = Array.isArray(input) ? 0 : values.length
  return values.reduce<number>((sum, value) => sum + countPairs(value), own)
}

function hasKey(input: unknown, key: string): boolean {
  if (typeof input !== 'object' || input === null) return false
  return Object.hasOwn(input, key) || Object.values(input).some((value) => hasKey(value, key))
}
