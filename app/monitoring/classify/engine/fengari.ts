import { createRequire } from 'node:module'
import type { DebugModule, LuaApi, LuaString, ObjectModule } from './fengari_types.ts'
import type { OpCodes, TableModule, TypeTags } from './fengari_types.ts'

/**
 * The Lua virtual machine, with the parts of its inside that metering needs. Its version is pinned. Only the language
 * core is loaded: no io, no os, no package library. Numbers that are whole print without ".0", and the stack is small.
 */
const load = createRequire(import.meta.url)

process.env.FENGARICONF = JSON.stringify({ LUA_COMPAT_FLOATSTRING: true, LUAI_MAXSTACK: 20_000 })
export const lua = load('fengari/src/lua.js') as LuaApi
delete process.env.FENGARICONF

export const objects = load('fengari/src/lobject.js') as ObjectModule
export const tables = load('fengari/src/ltable.js') as TableModule
export const debugging = load('fengari/src/ldebug.js') as DebugModule
export const OP = (load('fengari/src/lopcodes.js') as { OpCodesI: OpCodes }).OpCodesI
export const TAG = (load('fengari/src/defs.js') as { constant_types: TypeTags }).constant_types
const strings = load('fengari/src/lstring.js') as {
  luaS_bless(L: unknown, bytes: Uint8Array): LuaString
}

/** @returns a Lua string that owns the given bytes */
export function stringOf(bytes: Uint8Array) {
  return strings.luaS_bless(null, bytes)
}
