import { lua, objects, TAG } from './fengari.ts'
import type { LuaFunction, LuaState, LuaTable, LuaValue } from './fengari_types.ts'
import { claim, claimString, spend } from './meter.ts'
import { bytesAt, checkFunction, checkTable, pushBytes, raise, setField } from './stack.ts'
import { typeNameAt, wholeAt } from './stack.ts'

/** Lua's table functions, counted. */
export const tableFunctions: Record<string, LuaFunction> = {
  concat,
  insert,
  pack,
  remove,
  sort,
  unpack,
}

function concat(L: LuaState): number {
  checkTable(L, 1, 'table.concat')
  const hasSeparator = lua.lua_type(L, 2) > lua.LUA_TNIL
  const separator = hasSeparator ? bytesAt(L, 2, 'table.concat') : new Uint8Array()
  const first = wholeAt(L, 3, 'table.concat', 1)
  const last = wholeAt(L, 4, 'table.concat', lua.lua_rawlen(L, 1))
  const parts: Uint8Array[] = []
  for (let at = first; at <= last; at++) {
    spend(L, 4)
    const type = lua.lua_rawgeti(L, 1, at)
    if (type !== lua.LUA_TSTRING && type !== lua.LUA_TNUMBER) {
      raise(L, `table.concat found a ${typeNameAt(L, -1)} at ${at}; it joins text and numbers`)
    }
    const part = lua.lua_tolstring(L, -1) ?? new Uint8Array()
    if (at > first) parts.push(separator)
    parts.push(part)
    claimString(L, part.length + separator.length)
    lua.lua_pop(L, 1)
  }
  pushBytes(L, new Uint8Array(Buffer.concat(parts)))
  return 1
}

function insert(L: LuaState): number {
  checkTable(L, 1, 'table.insert')
  const end = lua.lua_rawlen(L, 1) + 1
  const count = lua.lua_gettop(L)
  if (count !== 2 && count !== 3) raise(L, 'table.insert needs a table, a position and a value')
  if (count === 3) {
    const at = wholeAt(L, 2, 'table.insert')
    if (at < 1 || at > end) raise(L, `table.insert has no position ${at}`)
    move(L, end, at, -1)
    lua.lua_rawseti(L, 1, at)
  } else {
    lua.lua_rawseti(L, 1, end)
  }
  spend(L, 4)
  return 0
}

function remove(L: LuaState): number {
  checkTable(L, 1, 'table.remove')
  const length = lua.lua_rawlen(L, 1)
  const at = wholeAt(L, 2, 'table.remove', length)
  if (length > 0 && (at < 1 || at > length + 1)) raise(L, `table.remove has no position ${at}`)
  lua.lua_rawgeti(L, 1, at)
  if (at >= 1 && at <= length) {
    move(L, at, length, 1)
    lua.lua_pushnil(L)
    lua.lua_rawseti(L, 1, length)
  }
  return 1
}

/** Copies entries one place on: each index from `from` up to `to` gets its neighbour `step` away. */
function move(L: LuaState, from: number, to: number, step: number): void {
  for (let index = from; index !== to; index += step) {
    spend(L, 4)
    lua.lua_rawgeti(L, 1, index + step)
    lua.lua_rawseti(L, 1, index)
  }
}

function pack(L: LuaState): number {
  const count = lua.lua_gettop(L)
  claim(L, 700)
  lua.lua_newtable(L)
  lua.lua_insert(L, 1)
  for (let index = count; index >= 1; index--) {
    spend(L, 4)
    lua.lua_rawseti(L, 1, index)
  }
  lua.lua_pushnumber(L, count)
  setField(L, 1, 'n')
  return 1
}

export function unpack(L: LuaState): number {
  checkTable(L, 1, 'table.unpack')
  const first = wholeAt(L, 2, 'table.unpack', 1)
  const last = wholeAt(L, 3, 'table.unpack', lua.lua_rawlen(L, 1))
  const count = Math.max(0, last - first + 1)
  if (count > 10_000 || !lua.lua_checkstack(L, count)) {
    raise(L, `table.unpack cannot give ${count} values`)
  }
  for (let index = first; index <= last; index++) {
    spend(L, 4)
    lua.lua_rawgeti(L, 1, index)
  }
  return count
}

/** A merge sort: it ends whatever the comparison says, and keeps equal entries in order. */
function sort(L: LuaState): number {
  checkTable(L, 1, 'table.sort')
  if (lua.lua_type(L, 2) > lua.LUA_TNIL) checkFunction(L, 2, 'table.sort')
  lua.lua_settop(L, 2)
  const hasOrder = lua.lua_type(L, 2) === lua.LUA_TFUNCTION
  const length = lua.lua_rawlen(L, 1)
  claim(L, length * 80)
  const sorted = mergeSorted(valuesOf(L, length), (a, b) => isBefore(L, a, b, hasOrder))
  for (const [index, value] of sorted.entries()) {
    push(L, value)
    lua.lua_rawseti(L, 1, index + 1)
  }
  return 0
}

function valuesOf(L: LuaState, length: number): LuaValue[] {
  const { strong } = lua.lua_topointer(L, 1) as LuaTable
  const values: LuaValue[] = []
  for (let index = 1; index <= length; index++) {
    spend(L, 2)
    const value = strong.get(index)?.value
    values.push(new objects.TValue(value?.type ?? TAG.LUA_TNIL, value?.value ?? null))
  }
  return values
}

function mergeSorted(values: LuaValue[], before: (a: LuaValue, b: LuaValue) => boolean) {
  let from = values
  for (let width = 1; width < values.length; width *= 2) {
    const into: LuaValue[] = []
    for (let start = 0; start < from.length; start += 2 * width) {
      const middle = Math.min(start + width, from.length)
      const end = Math.min(start + 2 * width, from.length)
      let [left, right] = [start, middle]
      while (left < middle || right < end) {
        const takeRight = right < end && (left >= middle || before(from[right], from[left]))
        into.push(takeRight ? from[right++] : from[left++])
      }
    }
    from = into
  }
  return from
}

function isBefore(L: LuaState, a: LuaValue, b: LuaValue, hasOrder: boolean): boolean {
  spend(L, 4)
  if (hasOrder) lua.lua_pushvalue(L, 2)
  push(L, a)
  push(L, b)
  if (hasOrder) {
    lua.lua_call(L, 2, 1)
    const result = lua.lua_toboolean(L, -1)
    lua.lua_pop(L, 1)
    return result
  }
  checkComparable(L)
  const result = lua.lua_compare(L, -2, -1, lua.LUA_OPLT)
  lua.lua_pop(L, 2)
  return result
}

function checkComparable(L: LuaState): void {
  const type = lua.lua_type(L, -1)
  const ordered = type === lua.LUA_TNUMBER || type === lua.LUA_TSTRING
  if (ordered && type === lua.lua_type(L, -2)) return
  const types = `a ${typeNameAt(L, -2)} with a ${typeNameAt(L, -1)}`
  raise(L, `table.sort cannot compare ${types}; give it a function to compare with`)
}

function push(L: LuaState, value: LuaValue): void {
  L.stack[L.top++] = new objects.TValue(value.type, value.value)
}
