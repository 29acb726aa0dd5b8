import { lua, objects, stringOf, TAG } from './fengari.ts'
import type { LuaFunction, LuaState, LuaString } from './fengari_types.ts'
import { claimString, lineOf, spend } from './meter.ts'
import { fill } from './unread_array.ts'

/** Reading a function's arguments from the stack and pushing its results. Texts of people go in as UTF-8. */
const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8')
const interned = new Map<string, LuaString>()
const MAX_INTERNED = 4000

/** Ends the Lua function with an error that names the rule's line. */
export function raise(L: LuaState, message: string): never {
  const line = lineOf(L)
  pushText(L, line === undefined ? message : `rule:${line}: ${message}`)
  return lua.lua_error(L)
}

/** Short texts come again and again (names, "none", "plugin"): their Lua strings, and so their hashes, are kept. */
export function pushText(L: LuaState, text: string): void {
  pushString(L, text.length > 64 ? stringOf(encoder.encode(text)) : internedString(text))
}

/** Pushes bytes that the rule made: they count against its budget. */
export function pushBytes(L: LuaState, bytes: Uint8Array): void {
  claimString(L, bytes.length)
  pushString(L, stringOf(bytes))
}

/** Sets `table[key] = (popped value)` for a table that was just made. */
export function setField(L: LuaState, table: number, key: string): void {
  pushText(L, key)
  lua.lua_insert(L, -2)
  lua.lua_rawset(L, table)
}

/** Adds functions to the table on top of the stack. */
export function addFunctions(L: LuaState, functions: Record<string, LuaFunction>): void {
  for (const [name, body] of Object.entries(functions)) {
    lua.lua_pushcfunction(L, body)
    setField(L, -3, name)
  }
}

/** @returns argument `index` as bytes; numbers count as text. @throws a Lua error naming `what` */
export function bytesAt(L: LuaState, index: number, what: string): Uint8Array {
  const type = lua.lua_type(L, index)
  if (type !== lua.LUA_TSTRING && type !== lua.LUA_TNUMBER) wrong(L, what, 'text', index)
  spend(L, 4)
  return lua.lua_tolstring(L, index) ?? new Uint8Array()
}

/** @returns argument `index` as a number; text that reads as a number counts as one */
export function numberAt(L: LuaState, index: number, what: string): number {
  if (lua.lua_type(L, index) === lua.LUA_TNUMBER) return lua.lua_tonumber(L, index)
  if (lua.lua_type(L, index) === lua.LUA_TSTRING) {
    const bytes = bytesAt(L, index, what)
    if (lua.lua_stringtonumber(L, bytes) === bytes.length + 1) {
      const n = lua.lua_tonumber(L, -1)
      lua.lua_pop(L, 1)
      return n
    }
  }
  return wrong(L, what, 'a number', index)
}

/** @returns argument `index` as a whole number, `otherwise` when it is absent */
export function wholeAt(L: LuaState, index: number, what: string, otherwise?: number): number {
  if (otherwise !== undefined && lua.lua_type(L, index) <= lua.LUA_TNIL) return otherwise
  const n = numberAt(L, index, what)
  if (!Number.isInteger(n)) raise(L, `${what} needs a whole number as argument ${index}, not ${n}`)
  return n
}

/** @returns nothing; the argument is a true table afterwards, whatever it was made of */
export function checkTable(L: LuaState, index: number, what: string): void {
  if (lua.lua_type(L, index) !== lua.LUA_TTABLE) wrong(L, what, 'a table such as values', index)
  fill(L, index)
}

export function checkFunction(L: LuaState, index: number, what: string): void {
  if (lua.lua_type(L, index) !== lua.LUA_TFUNCTION) wrong(L, what, 'a function', index)
}

/** @returns bytes as text; what is not UTF-8 becomes the replacement character */
export function textOf(bytes: Uint8Array): string {
  return decoder.decode(bytes)
}

const TYPE_NAMES = new Map([
  [lua.LUA_TBOOLEAN, 'boolean'],
  [lua.LUA_TNUMBER, 'number'],
  [lua.LUA_TSTRING, 'string'],
  [lua.LUA_TTABLE, 'table'],
  [lua.LUA_TFUNCTION, 'function'],
])

/** @returns Lua's word for the type of a value: "nil" also for an absent argument */
export function typeNameAt(L: LuaState, index: number): string {
  return TYPE_NAMES.get(lua.lua_type(L, index)) ?? 'nil'
}

function wrong(L: LuaState, what: string, wanted: string, index: number): never {
  return raise(L, `${what} needs ${wanted} as argument ${index}, not ${typeNameAt(L, index)}`)
}

function internedString(text: string): LuaString {
  let string = interned.get(text)
  if (!string) {
    if (interned.size >= MAX_INTERNED) interned.clear()
    interned.set(text, (string = stringOf(encoder.encode(text))))
  }
  return string
}

function pushString(L: LuaState, string: LuaString): void {
  L.stack[L.top++] = new objects.TValue(TAG.LUA_TLNGSTR, string)
}
