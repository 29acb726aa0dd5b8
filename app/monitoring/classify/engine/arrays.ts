import type { HistoryView } from '../history.ts'
import { lua, objects, tables, TAG } from './fengari.ts'
import type { LuaState, LuaTable } from './fengari_types.ts'
import { spend } from './meter.ts'
import type { Reading } from './numbers.ts'
import { checkTable, pushText } from './stack.ts'

/** What a rule reads in the place of a number that is missing. */
export const MISSING = 'none'

/** Which moments an array's entries belong to, for arrays that were made here. */
const momentsOf = new WeakMap<object, HistoryView>()

/** Pushes an array with one entry per point: numbers as floats, null as "none". */
export function pushArray(
  L: LuaState,
  points: HistoryView,
  entry: (place: number) => number | string | null
): void {
  lua.lua_newtable(L)
  const table = lua.lua_topointer(L, -1) as unknown as LuaTable
  momentsOf.set(table, points)
  const slot = new objects.TValue(TAG.LUA_TNUMFLT, 0)
  for (let index = 0; index < points.length; index++) {
    const value = entry(index)
    if (typeof value === 'number') {
      slot.value = value
      tables.luaH_setint(table, index + 1, slot)
    } else {
      pushText(L, value ?? MISSING)
      tables.luaH_setint(table, index + 1, L.stack[L.top - 1])
      lua.lua_pop(L, 1)
    }
  }
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
  const table = lua.lua_topointer(L, index)
  return table ? momentsOf.get(table) : undefined
}

function entriesAt(L: LuaState, index: number, what: string): { place: number; value: number }[] {
  checkTable(L, index, what)
  const length = lua.lua_rawlen(L, index)
  spend(L, 4 + (length >> 1))
  const { strong } = lua.lua_topointer(L, index) as unknown as LuaTable
  const found: { place: number; value: number }[] = []
  for (let place = 1; place <= length; place++) {
    const value = strong.get(place)?.value.value
    if (typeof value === 'number' && !Number.isNaN(value)) found.push({ place, value })
  }
  return found
}
