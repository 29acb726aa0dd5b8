import { type ClassifyRequest, faultyVerdict, type Verdict } from '../classification.ts'
import { type JudgeRequest, withHistories } from '../judge_request.ts'
import { CompiledRules, pushRule, releaseEnvironment } from './compile.ts'
import { installStringMethods, pushEnvironment } from './environment.ts'
import { errorFault, stoppedFault } from './fault_text.ts'
import { lua } from './fengari.ts'
import type { LuaClosure, LuaState } from './fengari_types.ts'
import './metering.ts'
import { lineOf, meter, startMeter, stopMeter } from './meter.ts'
import { readVerdict } from './read_verdict.ts'
import { textOf, typeNameAt } from './stack.ts'
import { MAX_BYTES } from '../limits.ts'

/** A rule that took this much may keep some of it alive in its compiled form: it is compiled anew next time. */
const FORGET_BYTES = 1024 * 1024

interface Machine {
  L: LuaState
  rules: CompiledRules
}

let machine: Machine | undefined

/**
 * Judges one result by a rule. Depends on nothing but the request, never throws, and ends within a fixed number of
 * steps; run rules of people in the child process all the same (see child.ts).
 *
 * @returns the verdict; `unknown` with a `fault` when the rule is wrong, fails, does not end or returns nonsense
 */
export function judge(request: ClassifyRequest): Verdict {
  return judgeHistories(withHistories(request))
}

/** The same for a request whose histories are at hand. */
export function judgeHistories(request: JudgeRequest): Verdict {
  try {
    machine ??= newMachine()
    return judgeOn(machine, request)
  } catch (error) {
    machine = undefined
    stopMeter()
    const message = error instanceof Error ? error.message : 'the virtual machine failed'
    return faultyVerdict(errorFault(message, undefined))
  }
}

function newMachine(): Machine {
  stopMeter()
  const L = lua.lua_newstate()
  if (!L) throw new Error('no virtual machine could be made')
  installStringMethods(L)
  lua.lua_sethook(L, () => undefined, lua.LUA_MASKCOUNT, 1)
  return { L, rules: new CompiledRules(L) }
}

function judgeOn({ L, rules }: Machine, request: JudgeRequest): Verdict {
  const rule = rules.get(request.rule)
  if ('kind' in rule) return faultyVerdict(rule)
  const verdict = run(L, rule, request)
  if (MAX_BYTES - bytesLeft > FORGET_BYTES) rules.forget(request.rule.key)
  return verdict
}

let bytesLeft = MAX_BYTES

function run(L: LuaState, rule: LuaClosure, request: JudgeRequest): Verdict {
  let line: number | undefined
  lua.lua_settop(L, 0)
  lua.lua_pushcfunction(L, (inner) => {
    line = lineOf(inner)
    return 1
  })
  pushEnvironment(L, request)
  pushRule(L, rule)
  startMeter()
  const status = lua.lua_pcall(L, 0, 2, 1)
  bytesLeft = meter.bytes
  stopMeter()
  releaseEnvironment(rule)
  if (meter.stopped) return faultyVerdict(stoppedFault(meter.stopped))
  if (status < 0) throw new Error('the virtual machine failed')
  lua.lua_remove(L, 1)
  const verdict = status === lua.LUA_OK ? readVerdict(L) : failed(L, line)
  lua.lua_settop(L, 0)
  return verdict
}

function failed(L: LuaState, line: number | undefined): Verdict {
  const type = lua.lua_type(L, -1)
  const isText = type === lua.LUA_TSTRING || type === lua.LUA_TNUMBER
  const message = isText
    ? textOf((lua.lua_tolstring(L, -1) ?? new Uint8Array()).subarray(0, 4096))
    : `it raised an error that is not text (${typeNameAt(L, -1)})`
  return faultyVerdict(errorFault(message, line))
}
