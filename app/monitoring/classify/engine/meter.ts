import { MAX_BYTES, MAX_STEPS, MAX_STRING_BYTES } from '../limits.ts'
import type { LuaState } from './fengari_types.ts'

/** `CIST_LUA` of fengari: the call runs a Lua function. */
const IN_LUA = 2

/** Thrown through the virtual machine when a rule has used up its budget; no `pcall` outlives it. */
export class RuleStopped extends Error {
  constructor(
    readonly kind: 'too_long' | 'memory',
    readonly line: number | undefined
  ) {
    super(kind)
  }
}

/** The budget of the run going on; there is one virtual machine per process and it runs one rule at a time. */
export const meter = { steps: Infinity, bytes: Infinity, stopped: null as RuleStopped | null }

export function startMeter(): void {
  meter.steps = MAX_STEPS
  meter.bytes = MAX_BYTES
  meter.stopped = null
}

/** Work done for nobody's account: compiling, handing over the history, reading the answer. */
export function stopMeter(): void {
  meter.steps = Infinity
  meter.bytes = Infinity
}

/** Takes steps from the budget. @throws RuleStopped when it is used up, and for ever after in this run */
export function spend(L: LuaState, steps: number): void {
  meter.steps -= steps
  if (meter.steps < 0) stop(L, 'too_long')
}

/** Takes bytes from the budget. @throws RuleStopped when it is used up */
export function claim(L: LuaState, bytes: number): void {
  meter.bytes -= bytes
  if (meter.bytes < 0) stop(L, 'memory')
}

/** Takes the price of a new string. @throws RuleStopped when it is longer than any string may be */
export function claimString(L: LuaState, bytes: number): void {
  if (bytes > MAX_STRING_BYTES) stop(L, 'memory')
  claim(L, bytes + 80)
  spend(L, bytes >> 4)
}

/** Runs `work` without counting the bytes it takes: what a rule is given is bounded by the core. */
export function uncounted<T>(work: () => T): T {
  const { bytes } = meter
  meter.bytes = Infinity
  try {
    return work()
  } finally {
    meter.bytes = bytes
  }
}

/** @returns the line of the rule that is being carried out, if any */
export function lineOf(L: LuaState): number | undefined {
  for (let call: typeof L.ci | null = L.ci; call; call = call.previous) {
    if (!(call.callstatus & IN_LUA)) continue
    const { p } = call.func.value as { p: { lineinfo: number[] } }
    return p.lineinfo[Math.max(0, call.l_savedpc - 1)]
  }
  return undefined
}

function stop(L: LuaState, kind: 'too_long' | 'memory'): never {
  meter.stopped ??= new RuleStopped(kind, lineOf(L))
  meter.steps = -1
  throw meter.stopped
}
