import type { HistoryView } from '../history.ts'
import { lua, objects, TAG } from './fengari.ts'
import type { LuaState } from './fengari_types.ts'
import { type Entry, isUnread, pushUnreadArray, unreadAt } from './unread_array.ts'
import { spend } from './meter.ts'
import type { Reading } from './numbers.ts'
import { checkTable, pushText } from './stack.ts'

/** What a rule reads in the place of a number that is missing. */
export const MISSING = 'none'

/** Which moments an array's entries belong to, for arrays that were made here. */
const MOMENTS = Symbol('moments')

/** Pushes an array with one entry per point: numbers as floats, null as "none". */
export function pushArray(L: LuaState, points: HistoryView, entry: Entry): void {
  const table = pushUnreadArray(L, points.length, entry, pushEntry)
  table[MOMENTS] = points
}

/** Pushes one entry. */
function pushEntry(L: LuaState, value: number | string | null) {
  if (typeof value !== 'number') return pushText(L, value ?? MISSING)
  L.stack[L.top++] = new objects.TValue(TAG.LUA_TNUMFLT, value)
}

/** @returns the numbers of an array argument, oldest first; "none" and other text are left out */
export function numbersAt(L: LuaState, index: number, what: string): number[] {
  return entriesAt(L, index, what).map(({ value }) => value)
}

/** @returns the numbers of an array argument with their moments; entries without a moment are left out */
export function readingsAt(
  L: LuaState,
  index: number,
  what: string,
  history: HistoryView
): Reading[] {
  const readings: Reading[] = []
  const entries = entriesAt(L, index, what)
  const points = momentsAt(L, index) ?? history
  for (const { place, value } of entries) {
    if (place <= points.length) readings.push({ at: points.at(place - 1), value })
  }
  return readings
}

/** @returns the points an array was made from; undefined for a table the rule made itself */
export function momentsAt(L: LuaState, index: number): HistoryView | undefined {
  return lua.lua_topointer(L, index)?.[MOMENTS] as HistoryView | undefined
}

/** @returns how many entries an array argument has */
export function lengthAt(L: LuaState, index: number, what: string): number {
  const unread = unreadAt(L, index)
  if (unread) return unread.length
  checkTable(L, index, what)
  return lua.lua_rawlen(L, index)
}

/** Pushes an entry of an array argument, by its place from 1. @returns its type */
export function pushEntryOf(L: LuaState, index: number, place: number): number {
  const unread = unreadAt(L, index)
  if (!unread) return lua.lua_rawgeti(L, index, place)
  if (place < 1 || place > unread.length) lua.lua_pushnil(L)
  else pushEntry(L, unread.entry(place - 1))
  return lua.lua_type(L, -1)
}

function entriesAt(L: LuaState, index: number, what: string): { place: number; value: number }[] {
  const length = lengthAt(L, index, what)
  spend(L, 4 + (length >> 1))
  const numberAt = isUnread(L, index) ? unreadNumbers(L, index) : storedNumbers(L, index)
  const found: { place: number; value: number }[] = []
  for (let place = 1; place <= length; place++) {
    const value = numberAt(place)
    if (typeof value === 'number' && !Number.isNaN(value)) found.push({ place, value })
  }
  return found
}

function unreadNumbers(L: LuaState, index: number): (place: number) => unknown {
  const { entry } = unreadAt(L, index)!
  return (place) => entry(place - 1)
}

function storedNumbers(L: LuaState, index: number): (place: number) => unknown {
  const { strong } = lua.lua_topointer(L, index)!
  return (place) => strong.get(place)?.value.value
}
