import { lua } from './fengari.ts'
import type { LuaFunction, LuaState } from './fengari_types.ts'
import { spend } from './meter.ts'
import { numberAt, pushText, raise } from './stack.ts'

/** Lua's math functions, all on floats. No random: the same history must give the same verdict. */
export const mathFunctions: Record<string, LuaFunction> = {
  abs: of('abs', Math.abs),
  acos: of('acos', Math.acos),
  asin: of('asin', Math.asin),
  atan: (L) => pushed(L, Math.atan2(numberAt(L, 1, 'math.atan'), optional(L, 2, 'math.atan', 1))),
  ceil: of('ceil', Math.ceil),
  cos: of('cos', Math.cos),
  deg: of('deg', (x) => (x * 180) / Math.PI),
  exp: of('exp', Math.exp),
  floor: of('floor', Math.floor),
  fmod: (L) => pushed(L, numberAt(L, 1, 'math.fmod') % numberAt(L, 2, 'math.fmod')),
  log: (L) => pushed(L, logarithm(numberAt(L, 1, 'math.log'), optional(L, 2, 'math.log', Math.E))),
  max: (L) => pushed(L, extreme(L, 'math.max', Math.max)),
  min: (L) => pushed(L, extreme(L, 'math.min', Math.min)),
  modf,
  rad: of('rad', (x) => (x * Math.PI) / 180),
  sin: of('sin', Math.sin),
  sqrt: of('sqrt', Math.sqrt),
  tan: of('tan', Math.tan),
  tointeger,
  type: numberType,
}

export const mathConstants = { pi: Math.PI, huge: Infinity }

function of(name: string, f: (x: number) => number): LuaFunction {
  return (L) => pushed(L, f(numberAt(L, 1, `math.${name}`)))
}

function pushed(L: LuaState, n: number): number {
  lua.lua_pushnumber(L, n)
  return 1
}

function optional(L: LuaState, index: number, what: string, otherwise: number): number {
  return lua.lua_type(L, index) <= lua.LUA_TNIL ? otherwise : numberAt(L, index, what)
}

function logarithm(x: number, base: number): number {
  if (base === Math.E) return Math.log(x)
  if (base === 2) return Math.log2(x)
  return base === 10 ? Math.log10(x) : Math.log(x) / Math.log(base)
}

function extreme(L: LuaState, what: string, better: (a: number, b: number) => number): number {
  const count = lua.lua_gettop(L)
  if (count === 0) raise(L, `${what} needs at least one number`)
  spend(L, count)
  let best = numberAt(L, 1, what)
  for (let index = 2; index <= count; index++) best = better(best, numberAt(L, index, what))
  return best
}

function modf(L: LuaState): number {
  const x = numberAt(L, 1, 'math.modf')
  lua.lua_pushnumber(L, Math.trunc(x))
  lua.lua_pushnumber(L, Number.isFinite(x) ? x - Math.trunc(x) : 0)
  return 2
}

function tointeger(L: LuaState): number {
  const isWhole = lua.lua_type(L, 1) === lua.LUA_TNUMBER && Number.isInteger(lua.lua_tonumber(L, 1))
  if (isWhole) lua.lua_pushnumber(L, lua.lua_tonumber(L, 1))
  else lua.lua_pushnil(L)
  return 1
}

function numberType(L: LuaState): number {
  if (lua.lua_type(L, 1) !== lua.LUA_TNUMBER) lua.lua_pushnil(L)
  else pushText(L, Number.isInteger(lua.lua_tonumber(L, 1)) ? 'integer' : 'float')
  return 1
}
