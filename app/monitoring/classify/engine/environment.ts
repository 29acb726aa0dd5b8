import type { Setting } from '../classification.ts'
import type { HistoryView } from '../history.ts'
import type { JudgeRequest } from '../judge_request.ts'
import { pushArray } from './arrays.ts'
import { baseFunctions } from './base_library.ts'
import { lua } from './fengari.ts'
import type { LuaFunction, LuaState } from './fengari_types.ts'
import { historyFunctions } from './history_functions.ts'
import { type Maker, pushLazyTable } from './lazy_table.ts'
import { mathConstants, mathFunctions } from './math_library.ts'
import { uncounted } from './meter.ts'
import { bytesAt, pushText, setField, textOf } from './stack.ts'
import { stringFunctions } from './string_library.ts'
import { tableFunctions } from './table_library.ts'

/** The request being judged: the functions below belong to the virtual machine and live longer than one run. */
let request: JudgeRequest
let pushOwnValues: Maker

const globalFunctions: Record<string, LuaFunction> = {
  ...baseFunctions,
  ...historyFunctions({
    points: () => request.points,
    pushValues: (L) => uncounted(() => pushOwnValues(L)),
  }),
}

const fixed = new Map<string, Maker>()
for (const [name, body] of Object.entries(globalFunctions)) {
  fixed.set(name, (L) => lua.lua_pushcfunction(L, body))
}
fixed.set('string', library(stringFunctions))
fixed.set('table', library(tableFunctions))
fixed.set('math', library(mathFunctions, mathConstants))

/** Pushes a fresh environment for one run: nothing a rule does to it is seen by the next run. */
export function pushEnvironment(L: LuaState, next: JudgeRequest): void {
  request = next
  pushOwnValues = (state) => pushArray(state, next.points, (place) => next.points.value(place))
  const makers = new Map(fixed)
  for (const [name, make] of histories(next.points)) makers.set(name, make)
  makers.set('limits', (state) => pushSettings(state, next.limits))
  makers.set('limits_of', (state) => lua.lua_pushcfunction(state, limitsOf))
  makers.set('args', (state) => pushPlain(state, next.arguments, 0))
  makers.set('host', (state) => pushPlain(state, next.host, 0))
  makers.set('check', (state) => pushPlain(state, next.check, 0))
  makers.set('now', (state) => lua.lua_pushnumber(state, next.now))
  makers.set('previous_state', (state) => pushText(state, next.previousState))
  makers.set('previous_states', (state) => pushPlain(state, next.previousStates, 0))
  makers.set('other', (state) => pushOther(state, next))
  pushLazyTable(L, makers)
}

/** Gives text its methods, ("x"):upper(): their table cannot be reached to be changed. */
export function installStringMethods(L: LuaState): void {
  pushText(L, '')
  lua.lua_newtable(L)
  library(stringFunctions)(L)
  setField(L, -3, '__index')
  lua.lua_setmetatable(L, -2)
  lua.lua_pop(L, 1)
}

/** The tables of one history: of the rule's own plugin as globals, of another one through `other`. */
function histories(points: HistoryView): [string, Maker][] {
  return [
    ['values', (L) => pushArray(L, points, (place) => points.value(place))],
    ['messages', (L) => pushArray(L, points, (place) => points.message(place))],
    ['result_types', (L) => pushArray(L, points, (place) => points.type(place))],
    ['timestamps', (L) => pushArray(L, points, (place) => points.at(place))],
    ['metrics', (L) => pushLazyTable(L, metricMakers(points, undefined))],
    ['instances', (L) => pushLazyTable(L, instanceMakers(points))],
  ]
}

function metricMakers(points: HistoryView, instance: string | undefined): Map<string, Maker> {
  const makers = new Map<string, Maker>()
  for (const name of points.metrics(instance)) {
    makers.set(name, (L) => pushArray(L, points, (place) => points.metric(instance, name, place)))
  }
  return makers
}

/** Only instances of the newest result: one that is gone must not be judged any more. */
function instanceMakers(points: HistoryView): Map<string, Maker> {
  return new Map(
    points.instances().map((name) => [name, (L) => pushLazyTable(L, metricMakers(points, name))])
  )
}

function pushSettings(L: LuaState, settings: Record<string, Setting>): void {
  pushPlain(L, settings, 0)
}

/** limits_of(instance): the limits with what is set differently for that instance. */
function limitsOf(L: LuaState): number {
  const instance = textOf(bytesAt(L, 1, 'limits_of'))
  const own = Object.hasOwn(request.instanceLimits, instance)
    ? request.instanceLimits[instance]
    : {}
  pushSettings(L, { ...request.limits, ...own })
  return 1
}

/** other("plugin.id"): the same tables of another plugin on this host, or nil. */
function pushOther(L: LuaState, { others }: JudgeRequest): void {
  lua.lua_pushcfunction(L, (inner) => {
    const id = textOf(bytesAt(inner, 1, 'other'))
    if (Object.hasOwn(others, id)) pushLazyTable(inner, new Map(histories(others[id])))
    else lua.lua_pushnil(inner)
    return 1
  })
}

/** Texts, numbers, yes or no, lists and plain tables; anything else becomes nil. */
function pushPlain(L: LuaState, value: unknown, depth: number): void {
  if (typeof value === 'number') lua.lua_pushnumber(L, value)
  else if (typeof value === 'string') pushText(L, value)
  else if (typeof value === 'boolean') lua.lua_pushboolean(L, value)
  else if (typeof value !== 'object' || value === null || depth > 8) lua.lua_pushnil(L)
  else if (Array.isArray(value)) pushList(L, value, depth)
  else {
    lua.lua_newtable(L)
    for (const [key, entry] of Object.entries(value)) {
      pushText(L, key)
      pushPlain(L, entry, depth + 1)
      lua.lua_rawset(L, -3)
    }
  }
}

function pushList(L: LuaState, list: unknown[], depth: number): void {
  lua.lua_newtable(L)
  for (const [index, entry] of list.entries()) {
    pushPlain(L, entry, depth + 1)
    lua.lua_rawseti(L, -2, index + 1)
  }
}

function library(functions: Record<string, LuaFunction>, constants: Record<string, number> = {}) {
  return (L: LuaState) => {
    const makers = new Map<string, Maker>()
    for (const [name, body] of Object.entries(functions)) {
      makers.set(name, (inner) => lua.lua_pushcfunction(inner, body))
    }
    for (const [name, value] of Object.entries(constants)) {
      makers.set(name, (inner) => lua.lua_pushnumber(inner, value))
    }
    pushLazyTable(L, makers)
  }
}
