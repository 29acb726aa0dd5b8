import { lua } from './fengari.ts'
import type { LuaState } from './fengari_types.ts'
import { spend } from './meter.ts'
import { pushText, typeNameAt } from './stack.ts'

/**
 * Pushes what tostring gives. Tables and functions become their type's name: an address would differ from run to run,
 * and a verdict must not.
 */
export function pushReadable(L: LuaState, index: number): void {
  spend(L, 4)
  const type = lua.lua_type(L, index)
  if (type === lua.LUA_TSTRING || type === lua.LUA_TNUMBER) {
    lua.lua_pushvalue(L, index)
    lua.lua_tolstring(L, -1)
  } else if (type === lua.LUA_TBOOLEAN) {
    pushText(L, String(lua.lua_toboolean(L, index)))
  } else {
    pushText(L, typeNameAt(L, index))
  }
}
