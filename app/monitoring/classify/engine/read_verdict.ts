import { MAX_INSTANCES, MAX_NAME_LENGTH } from '../../../../agent/protocol/result.ts'
import { RULE_STATES, severityOf } from '../../states.ts'
import { type Fault, type Judgement, type Verdict, faultyVerdict } from '../classification.ts'
import { MAX_WHY_LENGTH } from '../limits.ts'
import { nonsenseFault, plainText, visibleText } from './fault_text.ts'
import { lua } from './fengari.ts'
import type { LuaState } from './fengari_types.ts'
import { makeAll } from './lazy_table.ts'
import { pushText, textOf, typeNameAt } from './stack.ts'

type Read<T> = { ok: T } | { fault: Fault }

/** Reads what a rule returned: `state [, why]` at stack index 1 and 2, or a table instance → state or {state, why}. */
export function readVerdict(L: LuaState): Verdict {
  lua.lua_settop(L, 2)
  if (lua.lua_type(L, 1) === lua.LUA_TTABLE) return readInstances(L)
  const read = readJudgement(L, 1, 2)
  return 'fault' in read ? faultyVerdict(read.fault) : { ...read.ok, instances: {} }
}

function readInstances(L: LuaState): Verdict {
  const instances: Record<string, Judgement> = Object.create(null) as Record<string, Judgement>
  let count = 0
  makeAll(L, 1)
  lua.lua_settop(L, 1)
  lua.lua_pushnil(L)
  while (lua.lua_next(L, 1)) {
    const instance = instanceAt(L, 2)
    if ('fault' in instance) return faultyVerdict(instance.fault)
    if (++count > MAX_INSTANCES) {
      const what = `states for more than ${MAX_INSTANCES} instances`
      return faultyVerdict(nonsenseFault(what))
    }
    const read = readEntry(L, instance.ok)
    if ('fault' in read) return faultyVerdict(read.fault)
    instances[instance.ok] = read.ok
    lua.lua_settop(L, 2)
  }
  // Nothing was judged, and nothing judged is not the same as all well.
  if (count === 0) return faultyVerdict(nonsenseFault('an empty table'))
  return { ...worstOf(instances), instances: { ...instances } }
}

function instanceAt(L: LuaState, index: number): Read<string> {
  if (lua.lua_type(L, index) !== lua.LUA_TSTRING) {
    return {
      fault: nonsenseFault(
        `a table with ${described(L, index)} in the place of an instance's name`
      ),
    }
  }
  const name = textOf(lua.lua_tolstring(L, index) ?? new Uint8Array())
  if (name === '' || name.length > MAX_NAME_LENGTH || name !== plainText(name, MAX_NAME_LENGTH)) {
    return { fault: nonsenseFault('an instance whose name is empty, too long or not plain text') }
  }
  return { ok: name }
}

/** An entry of the table, at the top of the stack: a state, or a table with the state and the reason. */
function readEntry(L: LuaState, instance: string): Read<Judgement> {
  const entry = lua.lua_gettop(L)
  lua.lua_pushnil(L)
  if (lua.lua_type(L, entry) !== lua.LUA_TTABLE) return readJudgement(L, entry, entry + 1, instance)
  lua.lua_pop(L, 1)
  field(L, entry, 1, 'state')
  field(L, entry, 2, 'why')
  return readJudgement(L, entry + 1, entry + 2, instance)
}

function field(L: LuaState, table: number, position: number, name: string): void {
  if (lua.lua_rawgeti(L, table, position) !== lua.LUA_TNIL) return
  lua.lua_pop(L, 1)
  pushText(L, name)
  lua.lua_rawget(L, table)
}

function readJudgement(
  L: LuaState,
  state: number,
  why: number,
  instance?: string
): Read<Judgement> {
  const isText = lua.lua_type(L, state) === lua.LUA_TSTRING
  const word = isText ? textOf(lua.lua_tolstring(L, state) ?? new Uint8Array()) : ''
  const known = RULE_STATES.find((one) => one === word)
  if (!known) {
    const what = `${described(L, state)}, not a state`
    return { fault: nonsenseFault(instance === undefined ? what : `${what},`, instance) }
  }
  const whyType = lua.lua_type(L, why)
  if (whyType <= lua.LUA_TNIL) return { ok: { state: known, why: '' } }
  if (whyType !== lua.LUA_TSTRING && whyType !== lua.LUA_TNUMBER) {
    const what = `${described(L, why)} where the reason should be`
    return { fault: nonsenseFault(what, instance) }
  }
  const reason = textOf((lua.lua_tolstring(L, why) ?? new Uint8Array()).subarray(0, 4096))
  return { ok: { state: known, why: plainText(visibleText(reason), MAX_WHY_LENGTH) } }
}

/** @returns words for a value that should not be there: 7, "warning", nothing, a table */
function described(L: LuaState, index: number): string {
  const type = lua.lua_type(L, index)
  if (type <= lua.LUA_TNIL) return 'nothing'
  if (type === lua.LUA_TBOOLEAN) return String(lua.lua_toboolean(L, index))
  if (type !== lua.LUA_TSTRING && type !== lua.LUA_TNUMBER) return `a ${typeNameAt(L, index)}`
  lua.lua_pushvalue(L, index)
  const text = plainText(
    textOf((lua.lua_tolstring(L, -1) ?? new Uint8Array()).subarray(0, 400)),
    60
  )
  lua.lua_pop(L, 1)
  return type === lua.LUA_TSTRING ? `"${text}"` : text
}

/** The worst instance speaks for the whole; among equals the first by name. */
function worstOf(instances: Record<string, Judgement>): Judgement {
  const names = Object.keys(instances).sort()
  const name = names.reduce((worst, each) =>
    severityOf(instances[each].state) > severityOf(instances[worst].state) ? each : worst
  )
  const { state, why } = instances[name]
  return { state, why: why && state !== 'ok' ? plainText(`${name}: ${why}`, MAX_WHY_LENGTH) : why }
}
