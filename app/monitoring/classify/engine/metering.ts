import { claim, claimString, meter, spend } from './meter.ts'
import { debugging, objects, OP, tables, TAG } from './fengari.ts'
import type { CallInfo, Instruction, LuaClosure } from './fengari_types.ts'
import type { LuaState, LuaString, LuaValue } from './fengari_types.ts'

/**
 * Makes the virtual machine count. It calls `luaG_traceexec` before every instruction once a count hook is set; ours
 * takes one step, and more for the few instructions whose work or memory has no bound. Being asked before *every*
 * instruction is what makes a stop final: the first instruction after a `pcall` that caught it stops again.
 */
const TABLE_BYTES = 700
const ENTRY_BYTES = 240
const CLOSURE_BYTES = 300
/** In an instruction, a second or third operand from here on names a constant. */
const FIRST_CONSTANT = 256
const LONG_KEY_BYTES = 64

const priced = new Uint8Array(64)
for (const opcode of Object.values(OP)) priced[opcode] = 0
for (const name of [
  'OP_GETTABLE',
  'OP_SETTABLE',
  'OP_SETTABUP',
  'OP_GETTABUP',
  'OP_SELF',
  'OP_NEWTABLE',
  'OP_CONCAT',
  'OP_EQ',
  'OP_LT',
  'OP_LE',
  'OP_CALL',
  'OP_TAILCALL',
  'OP_RETURN',
  'OP_TFORCALL',
  'OP_CLOSURE',
  'OP_VARARG',
] as const) {
  priced[OP[name]] = 1
}

debugging.luaG_traceexec = function (L) {
  if (--meter.steps < 0) spend(L, 0)
  const call = L.ci
  const instruction = call.l_code[call.l_savedpc - 1]
  if (priced[instruction.opcode] === 1) payFor(L, call, instruction)
}

/** New entries of tables are counted where they are made, so that changing an old one costs nothing. */
const { luaH_setfrom: setFrom, luaH_setint: setInt } = tables
tables.luaH_setfrom = function (L, table, key, value) {
  const before = table.strong.size
  setFrom(L, table, key, value)
  if (table.strong.size > before) claim(L, ENTRY_BYTES)
}
tables.luaH_setint = function (table, key, value) {
  const before = table.strong.size
  setInt(table, key, value)
  if (table.strong.size > before) meter.bytes -= ENTRY_BYTES
}

/** All numbers are floats: whole ones have 32 bits in this virtual machine and would wrap round without a word. */
const { luaO_str2num: toNumber, luaO_tostring: toText } = objects
objects.luaO_str2num = function (bytes, into) {
  meter.steps -= 10 + (bytes.length >> 2)
  const read = toNumber(bytes, into)
  if (read > 0 && into.ttisinteger()) {
    const text = Buffer.from(bytes.subarray(0, read - 1)).toString('latin1')
    into.setfltvalue(/x/i.test(text) ? hexadecimal(text.trim()) : Number(into.value))
  }
  return read
}
objects.luaO_tostring = function (L, value) {
  meter.steps -= 10
  toText(L, value)
}

function payFor(L: LuaState, call: CallInfo, { opcode, A, B, C }: Instruction): void {
  const base = call.l_base
  switch (opcode) {
    case OP.OP_GETTABLE:
    case OP.OP_SELF:
    case OP.OP_GETTABUP:
      return payForKey(L, C < FIRST_CONSTANT ? L.stack[base + C] : undefined)
    case OP.OP_SETTABLE:
    case OP.OP_SETTABUP:
      return payForKey(L, B < FIRST_CONSTANT ? L.stack[base + B] : undefined)
    case OP.OP_NEWTABLE:
      return claim(L, TABLE_BYTES)
    case OP.OP_CLOSURE:
      return claim(L, CLOSURE_BYTES)
    case OP.OP_CONCAT:
      return payForConcatenation(L, base + B, base + C)
    case OP.OP_EQ:
    case OP.OP_LT:
    case OP.OP_LE:
      return payForComparison(L, base, B, C)
    default:
      return payForCall(L, call, opcode, base + A, B)
  }
}

/** A long string is turned into a key of twice its length the first time it is used as one. */
function payForKey(L: LuaState, key: LuaValue | undefined): void {
  if (!key?.ttisstring()) return
  const { hash, realstring } = key.value as LuaString
  if (hash !== null || realstring.length < LONG_KEY_BYTES) return
  spend(L, realstring.length >> 2)
  claim(L, realstring.length * 3)
}

function payForConcatenation(L: LuaState, first: number, last: number): void {
  let bytes = 0
  for (let at = first; at <= last; at++) {
    const operand = L.stack[at]
    bytes += operand.ttisstring() ? (operand.value as LuaString).realstring.length : 24
  }
  claimString(L, bytes)
}

function payForComparison(L: LuaState, base: number, B: number, C: number): void {
  const left = B < FIRST_CONSTANT ? L.stack[base + B] : undefined
  const right = C < FIRST_CONSTANT ? L.stack[base + C] : undefined
  const some = left ?? right
  if (!some?.ttisstring() || (right && !right.ttisstring())) return
  spend(L, (some.value as LuaString).realstring.length >> 3)
}

/** A call fills its whole frame; an open list of arguments or results is copied value by value. */
function payForCall(L: LuaState, call: CallInfo, opcode: number, a: number, B: number): void {
  if (opcode === OP.OP_VARARG) {
    const { numparams } = (call.func.value as LuaClosure).p
    if (B === 0) spend(L, Math.max(0, call.l_base - call.funcOff - numparams - 1) >> 1)
    return
  }
  if (opcode !== OP.OP_TFORCALL && B === 0) spend(L, Math.max(0, L.top - a) >> 1)
  const callee = opcode === OP.OP_RETURN ? undefined : L.stack[a]
  if (callee?.type === TAG.LUA_TLCL) spend(L, (callee.value as LuaClosure).p.maxstacksize >> 2)
}

function hexadecimal(text: string): number {
  return text.startsWith('-') ? -Number(text.slice(1)) : Number(text.replace('+', ''))
}
