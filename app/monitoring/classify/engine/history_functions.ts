import type { HistoryView } from '../history.ts'
import { lengthAt, MISSING, momentsAt, numbersAt, pushEntryOf, readingsAt } from './arrays.ts'
import { lua } from './fengari.ts'
import type { LuaFunction, LuaState } from './fengari_types.ts'
import { spend } from './meter.ts'
import { fittedLine, forecast, increase, mean, percentile, rate } from './numbers.ts'
import { checkFunction, numberAt, textOf, wholeAt } from './stack.ts'

/** The run's own history: its points, and a way to push its `values`. */
export interface OwnHistory {
  points(): HistoryView
  pushValues(L: LuaState): void
}

/**
 * What a rule can ask about arrays like `values`. Numbers only: entries that are "none" are skipped. Where nothing is
 * left to go by, the answer is nil.
 *
 * - `arrayMax(a)`, `arrayMin(a)`, `arrayAvg(a)`, `median(a)`, `percentile(a, p)` with p from 0 to 100
 * - `arrayContains(a, v)`, `count(a, f)`: how many entries satisfy f(value, index)
 * - `increase(a)`: by how much a counter has grown, which may begin anew at 0 in between
 * - `rate(a)`, `slope(a)`: change per second, first to last number or of the fitted line
 * - `forecast(limit [, a])`: seconds until the fitted line crosses limit, low, high
 * - `all_last(n, f [, a])`, `duration(f [, a])`: here a "none" counts as false
 * - `newest_all(n, f [, a])`: the same for the newest n numbers, whatever lies between them
 * - `within(seconds [, a [, least]])`: mean of the newest values that lie within the time, at least so many however far
 *   apart; with how many numbers and results these are, and how many seconds they cover
 */
export function historyFunctions(own: OwnHistory): Record<string, LuaFunction> {
  const history = own.points
  return {
    arrayMax: (L) => push(L, extreme(numbersAt(L, 1, 'arrayMax'), Math.max)),
    arrayMin: (L) => push(L, extreme(numbersAt(L, 1, 'arrayMin'), Math.min)),
    arrayAvg: (L) => push(L, mean(numbersAt(L, 1, 'arrayAvg'))),
    arrayContains,
    count,
    median: (L) => push(L, percentile(sortable(L, 'median'), 50)),
    percentile: (L) => {
      const p = numberAt(L, 2, 'percentile')
      return push(L, percentile(sortable(L, 'percentile'), p))
    },
    increase: (L) => push(L, increase(numbersAt(L, 1, 'increase'))),
    rate: (L) => push(L, rate(readingsAt(L, 1, 'rate', history()))),
    slope: (L) => push(L, fittedLine(readingsAt(L, 1, 'slope', history()))?.slope),
    forecast: (L) => forecasting(L, own),
    all_last: (L) => allLast(L, own),
    newest_all: (L) => newestAll(L, own),
    within: (L) => within(L, own),
    duration: (L) => duration(L, own),
  }
}

function push(L: LuaState, n: number | undefined): number {
  if (n === undefined) lua.lua_pushnil(L)
  else lua.lua_pushnumber(L, n)
  return 1
}

function extreme(numbers: number[], better: (a: number, b: number) => number) {
  return numbers.length === 0 ? undefined : numbers.reduce((best, n) => better(best, n))
}

function sortable(L: LuaState, what: string): number[] {
  const numbers = numbersAt(L, 1, what)
  spend(L, numbers.length)
  return numbers
}

/** Compares entries as they are, so it also finds a text, "none" included. */
function arrayContains(L: LuaState): number {
  const length = lengthAt(L, 1, 'arrayContains')
  lua.lua_settop(L, 2)
  let found = false
  for (let index = 1; index <= length && !found; index++) {
    spend(L, 2)
    pushEntryOf(L, 1, index)
    found = lua.lua_rawequal(L, -1, 2)
    lua.lua_pop(L, 1)
  }
  lua.lua_pushboolean(L, found)
  return 1
}

/** count(a, f): for how many entries that are not "none" f(value, index) is true. */
function count(L: LuaState): number {
  const length = lengthAt(L, 1, 'count')
  checkFunction(L, 2, 'count')
  let satisfied = 0
  for (let index = 1; index <= length; index++) if (holds(L, 1, 2, index)) satisfied++
  return push(L, satisfied)
}

/** forecast(limit [, a]): seconds, low, high – or nil. */
function forecasting(L: LuaState, own: OwnHistory): number {
  const limit = numberAt(L, 1, 'forecast')
  const found = forecast(readingsAt(L, arrayOrValues(L, 2, own), 'forecast', own.points()), limit)
  if (!found) return push(L, undefined)
  for (const n of [found.seconds, found.low, found.high]) lua.lua_pushnumber(L, n)
  return 3
}

/** all_last(n, f [, a]): whether f(value, index) is true for each of the newest n entries; "none" counts as false. */
function allLast(L: LuaState, own: OwnHistory): number {
  const wanted = wholeAt(L, 1, 'all_last')
  checkFunction(L, 2, 'all_last')
  const array = arrayOrValues(L, 3, own)
  const length = lengthAt(L, array, 'all_last')
  let all = wanted <= length
  for (let index = length; all && index > length - wanted; index--) all = holds(L, array, 2, index)
  lua.lua_pushboolean(L, all)
  return 1
}

/** newest_all(n, f [, a]): whether f(value, index) is true for each of the newest n entries that are not "none". */
function newestAll(L: LuaState, own: OwnHistory): number {
  const wanted = wholeAt(L, 1, 'newest_all')
  checkFunction(L, 2, 'newest_all')
  const array = arrayOrValues(L, 3, own)
  let found = 0
  for (let index = lengthAt(L, array, 'newest_all'); index > 0 && found < wanted; index--) {
    spend(L, 2)
    const isNumber = pushEntryOf(L, array, index) === lua.LUA_TNUMBER
    lua.lua_pop(L, 1)
    if (!isNumber) continue
    if (!holds(L, array, 2, index)) break
    found++
  }
  lua.lua_pushboolean(L, found >= wanted && wanted > 0)
  return 1
}

/** within(seconds [, a [, least]]): mean, numbers, results, seconds covered – or nil for the mean when there is none. */
function within(L: LuaState, own: OwnHistory): number {
  const seconds = numberAt(L, 1, 'within')
  const least = wholeAt(L, 3, 'within', 1)
  lua.lua_settop(L, 2)
  const array = arrayOrValues(L, 2, own)
  const length = lengthAt(L, array, 'within')
  const points = momentsAt(L, array) ?? own.points()
  const results = Math.min(length, points.length)
  let first = results
  while (first > 1 && isIn(points, first - 1, results, seconds, least)) first--
  spend(L, 4 + ((results - first) >> 1))
  const [numbers, average] = meanOf(L, array, first, results)
  if (average === undefined) lua.lua_pushnil(L)
  else lua.lua_pushnumber(L, average)
  const covered = results === 0 ? 0 : points.at(results - 1) - points.at(first - 1)
  for (const n of [numbers, results === 0 ? 0 : results - first + 1, covered])
    lua.lua_pushnumber(L, n)
  return 4
}

function isIn(points: HistoryView, place: number, newest: number, seconds: number, least: number) {
  return points.at(place - 1) >= points.at(newest - 1) - seconds || newest - place < least
}

function meanOf(L: LuaState, array: number, first: number, last: number): [number, number?] {
  let [sum, numbers] = [0, 0]
  for (let place = Math.max(1, first); place <= last; place++) {
    if (pushEntryOf(L, array, place) === lua.LUA_TNUMBER) {
      sum += lua.lua_tonumber(L, -1)
      numbers++
    }
    lua.lua_pop(L, 1)
  }
  return numbers === 0 ? [0] : [numbers, sum / numbers]
}

/** duration(f [, a]): seconds for which f(value, index) has been true without a break up to the newest entry. */
function duration(L: LuaState, own: OwnHistory): number {
  checkFunction(L, 1, 'duration')
  const array = arrayOrValues(L, 2, own)
  const entries = lengthAt(L, array, 'duration')
  const points = momentsAt(L, array) ?? own.points()
  const length = Math.min(entries, points.length)
  let first = length + 1
  while (first > 1 && holds(L, array, 1, first - 1)) first--
  return push(L, first > length ? 0 : points.at(length - 1) - points.at(first - 1))
}

/** @returns the stack index of the array argument, `values` when it is absent */
function arrayOrValues(L: LuaState, index: number, own: OwnHistory): number {
  if (lua.lua_type(L, index) > lua.LUA_TNIL) return index
  lua.lua_settop(L, index - 1)
  own.pushValues(L)
  return index
}

function holds(L: LuaState, array: number, predicate: number, index: number): boolean {
  spend(L, 6)
  lua.lua_pushvalue(L, predicate)
  if (pushEntryOf(L, array, index) === lua.LUA_TSTRING) {
    const bytes = lua.lua_tolstring(L, -1) ?? new Uint8Array()
    if (bytes.length === 4 && textOf(bytes) === MISSING) {
      lua.lua_pop(L, 2)
      return false
    }
  }
  lua.lua_pushnumber(L, index)
  lua.lua_call(L, 2, 1)
  const result = lua.lua_toboolean(L, -1)
  lua.lua_pop(L, 1)
  return result
}
