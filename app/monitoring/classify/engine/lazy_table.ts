import { lua } from './fengari.ts'
import type { LuaState, LuaTable } from './fengari_types.ts'
import { uncounted } from './meter.ts'
import { pushText, textOf } from './stack.ts'
import { fill } from './unread_array.ts'

/** Makes a value when a rule first asks for it: pushes exactly one. */
export type Maker = (L: LuaState) => void

/**
 * Tables whose entries are made on first use: most rules read one or two of the arrays they are offered. What was
 * made, or assigned, stays; `pairs` and `next` make all that is left first.
 */
const PENDING = Symbol('pending')

interface Pending {
  makers: ReadonlyMap<string, Maker>
  /** Names that were made or assigned: their makers are done with. */
  done: Set<string>
}

/** Pushes a table that makes its entries when they are read. */
export function pushLazyTable(L: LuaState, makers: ReadonlyMap<string, Maker>): void {
  lua.lua_newtable(L)
  const table = lua.lua_topointer(L, -1)
  if (!table) throw new Error('a new table has no identity')
  table[PENDING] = { makers, done: new Set() } satisfies Pending
  pushLazyMetatable(L)
  lua.lua_setmetatable(L, -2)
}

/** Makes all entries of a lazy table that were not made yet; other tables are left alone. */
export function makeAll(L: LuaState, index: number): void {
  fill(L, index)
  const table = lua.lua_topointer(L, index)
  const pending = pendingOf(table)
  if (!table || !pending) return
  table[PENDING] = undefined
  uncounted(() => {
    for (const [key, make] of pending.makers) {
      if (pending.done.has(key)) continue
      pushText(L, key)
      make(L)
      lua.lua_rawset(L, index)
    }
  })
}

function pendingOf(table: LuaTable | null): Pending | undefined {
  return table?.[PENDING] as Pending | undefined
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
  const pending = pendingOf(lua.lua_topointer(L, 1))
  if (!pending || lua.lua_type(L, 2) !== lua.LUA_TSTRING) return 0
  const key = textOf(lua.lua_tolstring(L, 2) ?? new Uint8Array())
  const make = pending.makers.get(key)
  if (!make || pending.done.has(key)) return 0
  pending.done.add(key)
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
  const pending = pendingOf(lua.lua_topointer(L, 1))
  if (pending && lua.lua_type(L, 2) === lua.LUA_TSTRING) {
    const key = textOf(lua.lua_tolstring(L, 2) ?? new Uint8Array())
    if (pending.makers.has(key)) pending.done.add(key)
  }
  lua.lua_settop(L, 3)
  lua.lua_rawset(L, 1)
  return 0
}
