import { MAX_COMPILED_RULES, MAX_RULE_BYTES } from '../limits.ts'
import type { Fault } from '../classification.ts'
import { lua, objects, TAG } from './fengari.ts'
import type { LuaClosure, LuaState } from './fengari_types.ts'
import { compileFault } from './fault_text.ts'
import { textOf } from './stack.ts'

const CHUNK_NAME = new TextEncoder().encode('=rule')
/** Source text only: precompiled code is refused, it could break the virtual machine. */
const TEXT_ONLY = new TextEncoder().encode('t')

/** Words the compiler strings together in lists that it walks again and again: thousands would take it seconds. */
const JUMPS = /\b(?:and|or|goto|break)\b/g
const MAX_JUMPS = 2000

/** @returns the compiled rule, or what is wrong with it */
export function compile(L: LuaState, code: string): LuaClosure | Fault {
  const source = new TextEncoder().encode(code)
  if (source.length > MAX_RULE_BYTES) {
    return { kind: 'syntax', message: 'The rule is longer than 64 KiB; shorten it.' }
  }
  if ((code.match(JUMPS)?.length ?? 0) > MAX_JUMPS) {
    const message = `The rule has more than ${MAX_JUMPS} conditions; use a table and a loop instead.`
    return { kind: 'syntax', message }
  }
  let rest: Uint8Array | null = source.length === 0 ? null : source
  const read = () => {
    const piece = rest
    rest = null
    return piece
  }
  const top = lua.lua_gettop(L)
  const status = lua.lua_load(L, read, null, CHUNK_NAME, TEXT_ONLY)
  if (status < 0) throw new Error('the compiler of the virtual machine failed')
  const result = L.stack[L.top - 1]
  const compiled =
    status === lua.LUA_OK
      ? (result.value as LuaClosure)
      : compileFault(textOf(lua.lua_tolstring(L, -1) ?? new Uint8Array()))
  lua.lua_settop(L, top)
  return compiled
}

/** The rules compiled last, by key, for one virtual machine. A changed code under the same key is compiled again. */
export class CompiledRules {
  private readonly byKey = new Map<string, { code: string; compiled: LuaClosure | Fault }>()

  constructor(private readonly L: LuaState) {}

  /** @returns the compiled rule, or what is wrong with it */
  get({ key, code }: { key: string; code: string }): LuaClosure | Fault {
    const known = this.byKey.get(key)
    if (known?.code === code) return known.compiled
    const compiled = compile(this.L, code)
    if (this.byKey.size >= MAX_COMPILED_RULES) this.byKey.clear()
    this.byKey.set(key, { code, compiled })
    return compiled
  }

  forget(key: string): void {
    this.byKey.delete(key)
  }
}

/** Pushes a compiled rule whose globals are the table on top of the stack; that table is taken from there. */
export function pushRule(L: LuaState, rule: LuaClosure): void {
  rule.upvals[0].setfrom(L.stack[L.top - 1])
  lua.lua_pop(L, 1)
  L.stack[L.top++] = new objects.TValue(TAG.LUA_TLCL, rule)
}

/** Lets go of the last run's tables. */
export function releaseEnvironment(rule: LuaClosure): void {
  rule.upvals[0].setfrom(new objects.TValue(TAG.LUA_TNIL, null))
}
