import { lua } from './fengari.ts'
import type { LuaState } from './fengari_types.ts'
import { claimString, spend } from './meter.ts'
import { isPosition, PatternError, PatternMatch, type Capture } from './pattern.ts'
import { bytesAt, pushBytes, raise, typeNameAt, wholeAt } from './stack.ts'

/** string.find, match, gmatch and gsub over our own, counted matcher. */
interface Found {
  start: number
  end: number
  captures: Capture[]
}

export function find(L: LuaState): number {
  const subject = bytesAt(L, 1, 'string.find')
  const pattern = bytesAt(L, 2, 'string.find')
  const from = firstByte(wholeAt(L, 3, 'string.find', 1), subject.length)
  if (from > subject.length) return nothing(L)
  const plain = lua.lua_toboolean(L, 4) || !hasSpecials(pattern)
  const found = plain ? plainly(L, subject, pattern, from) : search(L, subject, pattern, from)
  if (!found) return nothing(L)
  lua.lua_pushnumber(L, found.start + 1)
  lua.lua_pushnumber(L, found.end)
  return 2 + pushCaptures(L, subject, found, false)
}

export function match(L: LuaState): number {
  const subject = bytesAt(L, 1, 'string.match')
  const pattern = bytesAt(L, 2, 'string.match')
  const from = firstByte(wholeAt(L, 3, 'string.match', 1), subject.length)
  const found = from > subject.length ? undefined : search(L, subject, pattern, from)
  return found ? pushCaptures(L, subject, found, true) : nothing(L)
}

export function gmatch(L: LuaState): number {
  const subject = bytesAt(L, 1, 'string.gmatch')
  const pattern = bytesAt(L, 2, 'string.gmatch')
  let from = 0
  let lastEnd = -1
  lua.lua_pushcfunction(L, (inner) => {
    while (from <= subject.length) {
      const found = search(inner, subject, pattern, from, false)
      if (!found) break
      from = found.end > found.start ? found.end : found.start + 1
      if (found.end === lastEnd) continue
      lastEnd = found.end
      return pushCaptures(inner, subject, found, true)
    }
    from = subject.length + 1
    return nothing(inner)
  })
  return 1
}

export function gsub(L: LuaState): number {
  const subject = bytesAt(L, 1, 'string.gsub')
  const pattern = bytesAt(L, 2, 'string.gsub')
  const kind = lua.lua_type(L, 3)
  if (kind === lua.LUA_TNUMBER) bytesAt(L, 3, 'string.gsub')
  else if (kind !== lua.LUA_TSTRING && kind !== lua.LUA_TTABLE && kind !== lua.LUA_TFUNCTION) {
    raise(L, `string.gsub needs text, a table or a function, not ${typeNameAt(L, 3)}`)
  }
  const most = wholeAt(L, 4, 'string.gsub', subject.length + 1)
  const parts: Uint8Array[] = []
  let [from, count, length] = [0, 0, 0]
  const keep = (part: Uint8Array) => {
    parts.push(part)
    length += part.length
    claimString(L, part.length)
  }
  while (count < most && from <= subject.length) {
    const found = search(L, subject, pattern, from)
    if (!found) break
    count++
    keep(subject.subarray(from, found.start))
    keep(replacement(L, subject, found, kind))
    from = found.end
    if (found.end === found.start) {
      if (from < subject.length) keep(subject.subarray(from, from + 1))
      from++
    }
    if (pattern[0] === 94) break
  }
  if (from < subject.length) keep(subject.subarray(from))
  pushBytes(L, joined(L, parts, length))
  lua.lua_pushnumber(L, count)
  return 2
}

function search(
  L: LuaState,
  subject: Uint8Array,
  pattern: Uint8Array,
  from: number,
  mayAnchor = true
): Found | undefined {
  const anchored = mayAnchor && pattern[0] === 94
  const attempt = new PatternMatch(subject, pattern, () => spend(L, 1))
  try {
    for (let start = from; start <= subject.length; start++) {
      const end = attempt.from(start, anchored ? 1 : 0)
      if (end !== -1) return { start, end, captures: attempt.captures }
      if (anchored) break
    }
  } catch (error) {
    if (error instanceof PatternError) raise(L, `bad pattern: ${error.message}`)
    throw error
  }
  return undefined
}

function plainly(L: LuaState, subject: Uint8Array, text: Uint8Array, from: number) {
  spend(L, subject.length >> 4)
  const start = Buffer.from(subject.buffer, subject.byteOffset, subject.length).indexOf(text, from)
  return start === -1 ? undefined : { start, end: start + text.length, captures: [] }
}

function pushCaptures(L: LuaState, subject: Uint8Array, found: Found, whole: boolean): number {
  const { start, end, captures } = found
  if (captures.length === 0 && whole) {
    pushBytes(L, subject.slice(start, end))
    return 1
  }
  if (!lua.lua_checkstack(L, captures.length)) raise(L, 'too many captures')
  for (const capture of captures) pushCapture(L, subject, capture)
  return captures.length
}

function pushCapture(L: LuaState, subject: Uint8Array, capture: Capture): void {
  if (isPosition(capture)) lua.lua_pushnumber(L, capture.start + 1)
  else if (capture.length < 0) raise(L, "bad pattern: a '(' has no ')'")
  else pushBytes(L, subject.slice(capture.start, capture.start + capture.length))
}

/** @returns what gsub puts in the place of one match: nil and false keep the match */
function replacement(L: LuaState, subject: Uint8Array, found: Found, kind: number): Uint8Array {
  const original = subject.subarray(found.start, found.end)
  if (kind === lua.LUA_TSTRING || kind === lua.LUA_TNUMBER) return filledIn(L, subject, found)
  if (kind === lua.LUA_TTABLE) {
    if (pushCaptures(L, subject, found, true) > 1)
      lua.lua_settop(L, lua.lua_gettop(L) - found.captures.length + 1)
    lua.lua_rawget(L, 3)
  } else {
    lua.lua_pushvalue(L, 3)
    lua.lua_call(L, pushCaptures(L, subject, found, true), 1)
  }
  const isText = [lua.LUA_TSTRING, lua.LUA_TNUMBER].includes(lua.lua_type(L, -1))
  if (!isText && lua.lua_toboolean(L, -1)) {
    raise(L, `string.gsub cannot put in a ${typeNameAt(L, -1)}; use text`)
  }
  const result = isText ? (lua.lua_tolstring(L, -1) ?? original) : original
  lua.lua_pop(L, 1)
  return result
}

/** %0 to %9 in the replacement stand for the match and its captures. */
function filledIn(L: LuaState, subject: Uint8Array, found: Found): Uint8Array {
  const template = bytesAt(L, 3, 'string.gsub')
  if (!template.includes(37)) return template
  const parts: Uint8Array[] = []
  let length = 0
  for (let at = 0; at < template.length; at++) {
    let part = template.subarray(at, at + 1)
    if (template[at] === 37) part = escaped(L, subject, found, template[++at])
    parts.push(part)
    length += part.length
    spend(L, 1)
  }
  return joined(L, parts, length)
}

function escaped(L: LuaState, subject: Uint8Array, found: Found, code: number): Uint8Array {
  if (code === 37) return Uint8Array.of(37)
  const whole = { start: found.start, length: found.end - found.start }
  const capture =
    code === 48 ? whole : (found.captures[code - 49] ?? (code === 49 ? whole : undefined))
  if (!capture || !(code >= 48 && code <= 57)) {
    return raise(L, "in the replacement of string.gsub, '%' must be followed by a capture's digit")
  }
  if (isPosition(capture)) return new TextEncoder().encode(String(capture.start + 1))
  return subject.subarray(capture.start, capture.start + capture.length)
}

function joined(L: LuaState, parts: Uint8Array[], length: number): Uint8Array {
  claimString(L, length)
  const result = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    result.set(part, at)
    at += part.length
  }
  return result
}

function nothing(L: LuaState): number {
  lua.lua_pushnil(L)
  return 1
}

function firstByte(position: number, length: number): number {
  return (position > 0 ? position : position < 0 ? Math.max(1, length + position + 1) : 1) - 1
}

function hasSpecials(pattern: Uint8Array): boolean {
  return pattern.some((byte) => '^$*+?.([%-'.includes(String.fromCharCode(byte)))
}
