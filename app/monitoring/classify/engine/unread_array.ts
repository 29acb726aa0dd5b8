import { lua, objects, tables, TAG } from './fengari.ts'
import type { LuaState, LuaTable, LuaValue } from './fengari_types.ts'
import { uncounted } from './meter.ts'
import { pushText } from './stack.ts'

/** An entry by its place from 0. */
export type Entry = (place: number) => number | string | null

interface Unread {
  length: number
  entry: Entry
  push(L: LuaState, value: ReturnType<Entry>): void
  /** How often the rule has looked at one entry. */
  looks: number
}

/**
 * Arrays of which nothing is filled in yet. A rule mostly asks for their newest entries and hands them to functions of
 * ours, which read the history itself: filling in hundreds of entries is most of what a judgement would cost. Whoever
 * needs a true table gets one: see `fill`.
 */
const UNREAD = Symbol('unread')
/** From here on a true table is faster. */
const MOST_LOOKS = 12

/** @returns the table, also pushed */
export function pushUnreadArray(
  L: LuaState,
  length: number,
  entry: Entry,
  push: Unread['push']
): LuaTable {
  lua.lua_newtable(L)
  const table = lua.lua_topointer(L, -1)!
  table[UNREAD] = { length, entry, push, looks: 0 } satisfies Unread
  pushMetatable(L)
  lua.lua_setmetatable(L, -2)
  return table
}

/** @returns what an argument is made of while it is not filled in; undefined for true tables and anything else */
export function unreadAt(L: LuaState, index: number): Unread | undefined {
  return lua.lua_topointer(L, index)?.[UNREAD] as Unread | undefined
}

export function isUnread(L: LuaState, index: number): boolean {
  return unreadAt(L, index) !== undefined
}

/** Makes a true table of an array that is not filled in; anything else is left alone. */
export function fill(L: LuaState, index: number): void {
  const found = unreadAt(L, index)
  if (!found) return
  const table = lua.lua_topointer(L, index)!
  const { length, entry, push } = found
  table[UNREAD] = undefined
  const slot = new objects.TValue(TAG.LUA_TNUMFLT, 0)
  uncounted(() => {
    for (let place = 0; place < length; place++) {
      const value = entry(place)
      slot.value = value
      if (typeof value !== 'number') push(L, value)
      tables.luaH_setint(table, place + 1, typeof value === 'number' ? slot : L.stack[L.top - 1])
      if (typeof value !== 'number') lua.lua_pop(L, 1)
    }
  })
}

const METHODS = Object.entries({ __index: indexOf, __newindex: newIndexOf, __len: lengthOf })
const metatables = new WeakMap<LuaState, LuaValue>()

function pushMetatable(L: LuaState): void {
  const known = metatables.get(L)
  if (known) {
    L.stack[L.top++] = new objects.TValue(known.type, known.value)
    return
  }
  lua.lua_newtable(L)
  for (const [name, body] of METHODS) {
    pushText(L, name)
    lua.lua_pushcfunction(L, body)
    lua.lua_rawset(L, -3)
  }
  const { type, value } = L.stack[L.top - 1]
  metatables.set(L, new objects.TValue(type, value))
}

/** `a[i]`, called only for what the table itself does not hold. */
function indexOf(L: LuaState): number {
  const found = unreadAt(L, 1)
  if (!found || lua.lua_type(L, 2) !== lua.LUA_TNUMBER) return 0
  if (++found.looks > MOST_LOOKS) fill(L, 1)
  const place = lua.lua_tonumber(L, 2) - 1
  if (!Number.isInteger(place) || place < 0 || place >= found.length) return 0
  found.push(L, found.entry(place))
  return 1
}

function newIndexOf(L: LuaState): number {
  fill(L, 1)
  lua.lua_settop(L, 3)
  lua.lua_rawset(L, 1)
  return 0
}

function lengthOf(L: LuaState): number {
  const found = unreadAt(L, 1)
  lua.lua_pushnumber(L, found ? found.length : lua.lua_rawlen(L, 1))
  return 1
}
