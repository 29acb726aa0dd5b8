import { lua } from './fengari.ts'
import type { LuaFunction, LuaState } from './fengari_types.ts'
import { makeAll } from './lazy_table.ts'
import { lineOf, meter, spend } from './meter.ts'
import { pushReadable } from './readable.ts'
import { bytesAt, checkTable, numberAt, pushText, raise, typeNameAt, wholeAt } from './stack.ts'
import { unpack } from './table_library.ts'

/**
 * The plain functions of Lua that a rule has. There is no load, require, print, setmetatable, getmetatable, raw access,
 * coroutine, collectgarbage, io, os, debug or package.
 */
export const baseFunctions: Record<string, LuaFunction> = {
  assert,
  error,
  ipairs,
  next,
  pairs,
  pcall,
  select,
  tonumber,
  tostring,
  type,
  unpack,
}

function type(L: LuaState): number {
  pushText(L, typeNameAt(L, 1))
  return 1
}

function tostring(L: LuaState): number {
  pushReadable(L, 1)
  return 1
}

function tonumber(L: LuaState): number {
  if (lua.lua_type(L, 2) > lua.LUA_TNIL) return inBase(L)
  const given = lua.lua_type(L, 1)
  if (given === lua.LUA_TNUMBER) {
    lua.lua_settop(L, 1)
    return 1
  }
  if (given === lua.LUA_TSTRING) {
    const bytes = bytesAt(L, 1, 'tonumber')
    if (lua.lua_stringtonumber(L, bytes) === bytes.length + 1) return 1
  }
  lua.lua_pushnil(L)
  return 1
}

function inBase(L: LuaState): number {
  const base = wholeAt(L, 2, 'tonumber')
  if (base < 2 || base > 36) raise(L, 'tonumber needs a base from 2 to 36')
  const text = Buffer.from(bytesAt(L, 1, 'tonumber').subarray(0, 100))
    .toString('latin1')
    .trim()
  const digits = '0123456789abcdefghijklmnopqrstuvwxyz'.slice(0, base)
  const isNumber = new RegExp(`^-?[${digits}]+$`, 'i').test(text)
  if (isNumber) lua.lua_pushnumber(L, Number.parseInt(text, base))
  else lua.lua_pushnil(L)
  return 1
}

function select(L: LuaState): number {
  const count = lua.lua_gettop(L)
  const isCount = lua.lua_type(L, 1) === lua.LUA_TSTRING && bytesAt(L, 1, 'select')[0] === 35
  if (isCount) {
    lua.lua_pushnumber(L, count - 1)
    return 1
  }
  const from = numberAt(L, 1, 'select')
  if (from === 0 || -from >= count) raise(L, 'select has no such argument')
  const results = from < 0 ? -from : Math.max(0, count - Math.trunc(from))
  spend(L, results)
  return results
}

function pairs(L: LuaState): number {
  checkTable(L, 1, 'pairs')
  makeAll(L, 1)
  lua.lua_pushcfunction(L, next)
  lua.lua_pushvalue(L, 1)
  lua.lua_pushnil(L)
  return 3
}

function next(L: LuaState): number {
  checkTable(L, 1, 'next')
  spend(L, 2)
  lua.lua_settop(L, 2)
  if (lua.lua_type(L, 2) === lua.LUA_TNIL) makeAll(L, 1)
  if (lua.lua_next(L, 1)) return 2
  lua.lua_pushnil(L)
  return 1
}

function ipairs(L: LuaState): number {
  checkTable(L, 1, 'ipairs')
  lua.lua_pushcfunction(L, nextIndex)
  lua.lua_pushvalue(L, 1)
  lua.lua_pushnumber(L, 0)
  return 3
}

function nextIndex(L: LuaState): number {
  checkTable(L, 1, 'ipairs')
  spend(L, 2)
  const index = wholeAt(L, 2, 'ipairs') + 1
  lua.lua_pushnumber(L, index)
  return lua.lua_rawgeti(L, 1, index) === lua.LUA_TNIL ? 1 : 2
}

function error(L: LuaState): number {
  const level = wholeAt(L, 2, 'error', 1)
  lua.lua_settop(L, 1)
  if (lua.lua_type(L, 1) === lua.LUA_TSTRING && level > 0) {
    const line = lineOf(L)
    const message = Buffer.from(bytesAt(L, 1, 'error').subarray(0, 4096)).toString()
    pushText(L, line === undefined ? message : `rule:${line}: ${message}`)
  }
  return lua.lua_error(L)
}

function assert(L: LuaState): number {
  if (lua.lua_toboolean(L, 1)) return lua.lua_gettop(L)
  if (lua.lua_type(L, 2) <= lua.LUA_TNIL) raise(L, 'assertion failed')
  lua.lua_pushvalue(L, 2)
  return lua.lua_error(L)
}

/** Making and catching an error takes the virtual machine that much longer than an instruction. */
const FAILURE_STEPS = 40

/** Catches errors, but neither the end of the budget nor a fault of the virtual machine itself. */
function pcall(L: LuaState): number {
  if (lua.lua_gettop(L) === 0) raise(L, 'pcall needs a function')
  spend(L, 4)
  const status = lua.lua_pcall(L, lua.lua_gettop(L) - 1, -1, 0)
  if (meter.stopped) throw meter.stopped
  if (status < 0) throw new Error('the virtual machine failed inside pcall')
  if (status !== lua.LUA_OK) spend(L, FAILURE_STEPS)
  lua.lua_pushboolean(L, status === lua.LUA_OK)
  lua.lua_insert(L, 1)
  return lua.lua_gettop(L)
}
