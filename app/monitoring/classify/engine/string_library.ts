import { lua } from './fengari.ts'
import { formatted } from './format.ts'
import type { LuaFunction, LuaState } from './fengari_types.ts'
import { claimString, spend } from './meter.ts'
import { find, gmatch, gsub, match } from './pattern_functions.ts'
import { bytesAt, pushBytes, raise, wholeAt } from './stack.ts'

/** Lua's string functions with their work and results counted. No dump, pack or unpack. */
export const stringFunctions: Record<string, LuaFunction> = {
  byte,
  char,
  find,
  format: (L) => formatted(L),
  gmatch,
  gsub,
  len,
  lower: (L) => mapped(L, 'string.lower', (each) => (each >= 65 && each <= 90 ? each + 32 : each)),
  match,
  rep,
  reverse,
  sub,
  upper: (L) => mapped(L, 'string.upper', (each) => (each >= 97 && each <= 122 ? each - 32 : each)),
}

function len(L: LuaState): number {
  lua.lua_pushnumber(L, bytesAt(L, 1, 'string.len').length)
  return 1
}

function sub(L: LuaState): number {
  const bytes = bytesAt(L, 1, 'string.sub')
  const from = Math.max(1, position(wholeAt(L, 2, 'string.sub', 1), bytes.length))
  const to = Math.min(bytes.length, position(wholeAt(L, 3, 'string.sub', -1), bytes.length))
  pushBytes(L, bytes.slice(from - 1, Math.max(from - 1, to)))
  return 1
}

function rep(L: LuaState): number {
  const bytes = bytesAt(L, 1, 'string.rep')
  const times = Math.max(0, wholeAt(L, 2, 'string.rep'))
  const between =
    lua.lua_type(L, 3) <= lua.LUA_TNIL ? new Uint8Array() : bytesAt(L, 3, 'string.rep')
  const length = bytes.length * times + between.length * Math.max(0, times - 1)
  claimString(L, length)
  if (length === 0) return pushed(L, new Uint8Array())
  const result = new Uint8Array(length)
  const period = bytes.length + between.length
  for (let at = 0; at < length; at += period) {
    result.set(bytes, at)
    if (at + period <= length) result.set(between, at + bytes.length)
  }
  return pushed(L, result)
}

function reverse(L: LuaState): number {
  return pushed(L, bytesAt(L, 1, 'string.reverse').slice().reverse())
}

function byte(L: LuaState): number {
  const bytes = bytesAt(L, 1, 'string.byte')
  const first = wholeAt(L, 2, 'string.byte', 1)
  const from = Math.max(1, position(first, bytes.length))
  const to = Math.min(bytes.length, position(wholeAt(L, 3, 'string.byte', first), bytes.length))
  const count = Math.max(0, to - from + 1)
  spend(L, count)
  if (!lua.lua_checkstack(L, count)) raise(L, 'string.byte has too many results')
  for (let at = from; at <= to; at++) lua.lua_pushnumber(L, bytes[at - 1])
  return count
}

function char(L: LuaState): number {
  const bytes = new Uint8Array(lua.lua_gettop(L))
  for (let at = 0; at < bytes.length; at++) {
    const code = wholeAt(L, at + 1, 'string.char')
    if (code < 0 || code > 255) raise(L, 'string.char needs numbers from 0 to 255')
    bytes[at] = code
  }
  return pushed(L, bytes)
}

function mapped(L: LuaState, what: string, change: (byte: number) => number): number {
  return pushed(L, bytesAt(L, 1, what).map(change))
}

function pushed(L: LuaState, bytes: Uint8Array): number {
  pushBytes(L, bytes)
  return 1
}

/** A negative position counts from the end. */
function position(at: number, length: number): number {
  return at >= 0 ? at : Math.max(0, length + at + 1)
}
