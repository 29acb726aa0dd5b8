import { lua } from './fengari.ts'
import type { LuaState } from './fengari_types.ts'
import { uncounted } from './meter.ts'
import { pushText, textOf } from './stack.ts'
import { fill } from './unread_array.ts'

/** Makes a value when a rule first asks for it: pushes exactly one. */
export type Maker = (L: LuaState) => void

/**
 * Tables whose entries are made on first use: most rules read one or two of the arrays they are offered. What was
 * made, or assigned, stays; `pairs` and `next` make all that is left first.
 */
const pending = new WeakMap<object, Map<string, Maker>>()

/** Pushes a table that makes its entries when they are read. */
export function pushLazyTable(L: LuaState, makers: Map<string, Maker>): void {
  lua.lua_newtable(L)
  const table = lua.lua_topointer(L, -1)
  if (!table) throw new Error('a new table has no identity')
  pending.set(table, makers)
  pushLazyMetatable(L)
  lua.lua_setmetatable(L, -2)
}

/** Makes all entries of a lazy table that were not made yet; other tables are left alone. */
export function makeAll(L: LuaState, index: number): void {
  fill(L, index)
  const table = lua.lua_topointer(L, index)
  const makers = table && pending.get(table)
  if (!table || !makers) return
  pending.delete(table)
  uncounted(() => {
    for (const [key, make] of makers) {
      pushText(L, key)
      lua.lua_pushvalue(L, -1)
      if (lua.lua_rawget(L, index) === lua.LUA_TNIL) {
        lua.lua_pop(L, 1)
        make(L)
        lua.lua_rawset(L, index)
      } else {
        lua.lua_pop(L, 2)
      }
    }
  })
}

const metatables = new WeakMap<LuaState, { type: number; value: unknown }>()

function pushLazyMetatable(L: LuaState): void {
  const known = metatables.get(L)
  if (known) {
    lua.lua_pushnil(L)
    const slot = L.stack[L.top - 1]
    slot.type = known.type
    slot.value = known.value
    return
  }
  lua.lua_newtable(L)
  pushText(L, '__index')
  lua.lua_pushcfunction(L, makeOne)
  lua.lua_rawset(L, -3)
  pushText(L, '__newindex')
  lua.lua_pushcfunction(L, assign)
  lua.lua_rawset(L, -3)
  const { type, value } = L.stack[L.top - 1]
  metatables.set(L, { type, value })
}

/** `__index` of lazy tables: called with the table and a key it lacks. */
function makeOne(L: LuaState): number {
  const table = lua.lua_topointer(L, 1)
  const makers = table && pending.get(table)
  if (!makers || lua.lua_type(L, 2) !== lua.LUA_TSTRING) return 0
  const key = textOf(lua.lua_tolstring(L, 2) ?? new Uint8Array())
  const make = makers.get(key)
  if (!make) return 0
  makers.delete(key)
  uncounted(() => {
    lua.lua_settop(L, 2)
    make(L)
    lua.lua_pushvalue(L, 2)
    lua.lua_pushvalue(L, 3)
    lua.lua_rawset(L, 1)
  })
  return 1
}

/** `__newindex` of lazy tables: an entry the rule takes away must not be made again. */
function assign(L: LuaState): number {
  const table = lua.lua_topointer(L, 1)
  if (table && lua.lua_type(L, 2) === lua.LUA_TSTRING) {
    pending.get(table)?.delete(textOf(lua.lua_tolstring(L, 2) ?? new Uint8Array()))
  }
  lua.lua_settop(L, 3)
  lua.lua_rawset(L, 1)
  return 0
}
