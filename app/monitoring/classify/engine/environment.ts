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

/** The request being judged: all below belongs to the virtual machine and lives longer than one run. */
let request: JudgeRequest

const globalFunctions: Record<string, LuaFunction> = {
  ...baseFunctions,
  ...historyFunctions({
    points: () => request.points,
    pushValues: (L) => uncounted(() => arrayMakers.values(L, request.points)),
  }),
  limits_of: limitsOf,
  other: pushOther,
}

/** What makes an array from a history. */
const arrayMakers = {
  values: (L: LuaState, points: HistoryView) =>
    pushArray(L, points, (place) => points.value(place)),
  messages: (L: LuaState, points: HistoryView) =>
    pushArray(L, points, (place) => points.message(place)),
  result_types: (L: LuaState, points: HistoryView) =>
    pushArray(L, points, (place) => points.type(place)),
  timestamps: (L: LuaState, points: HistoryView) =>
    pushArray(L, points, (place) => points.at(place)),
  metrics: (L: LuaState, points: HistoryView) => pushLazyTable(L, metricMakers(points, undefined)),
  instances: (L: LuaState, points: HistoryView) => pushLazyTable(L, instanceMakers(points)),
}

/** What a rule finds in its environment, by name. */
const makers = new Map<string, Maker>([
  ...Object.entries(globalFunctions).map(([name, body]): [string, Maker] => [
    name,
    (L) => lua.lua_pushcfunction(L, body),
  ]),
  ['string', library(stringFunctions)],
  ['table', library(tableFunctions)],
  ['math', library(mathFunctions, mathConstants)],
  ...Object.entries(arrayMakers).map(([name, make]): [string, Maker] => [
    name,
    (L) => make(L, request.points),
  ]),
  ['limits', (L) => pushSettings(L, request.limits)],
  ['args', (L) => pushPlain(L, request.arguments, 0)],
  ['host', (L) => pushPlain(L, request.host, 0)],
  ['check', (L) => pushPlain(L, request.check, 0)],
  ['now', (L) => lua.lua_pushnumber(L, request.now)],
  ['previous_state', (L) => pushText(L, request.previousState)],
  ['previous_states', (L) => pushPlain(L, request.previousStates, 0)],
])

/** Pushes a fresh environment for one run: nothing a rule does to it is seen by the next run. */
export function pushEnvironment(L: LuaState, next: JudgeRequest): void {
  request = next
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

function metricMakers(points: HistoryView, instance: string | undefined): Map<string, Maker> {
  const found = new Map<string, Maker>()
  for (const name of points.metrics(instance)) {
    found.set(name, (L) => pushArray(L, points, (place) => points.metric(instance, name, place)))
  }
  return found
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
function pushOther(L: LuaState): number {
  const id = textOf(bytesAt(L, 1, 'other'))
  if (!Object.hasOwn(request.others, id)) {
    lua.lua_pushnil(L)
    return 1
  }
  const points = request.others[id]
  const theirs = Object.entries(arrayMakers).map(([name, make]): [string, Maker] => [
    name,
    (inner) => make(inner, points),
  ])
  pushLazyTable(L, new Map(theirs))
  return 1
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

function library(
  functions: Record<string, LuaFunction>,
  constants: Record<string, number> = {}
): Maker {
  const members = new Map<string, Maker>()
  for (const [name, body] of Object.entries(functions))
    members.set(name, (L) => lua.lua_pushcfunction(L, body))
  for (const [name, value] of Object.entries(constants))
    members.set(name, (L) => lua.lua_pushnumber(L, value))
  return (L) => pushLazyTable(L, members)
}
