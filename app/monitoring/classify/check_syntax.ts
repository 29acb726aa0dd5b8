import { compile } from './engine/compile.ts'
import { lua } from './engine/fengari.ts'
import './engine/metering.ts'

/**
 * Compiles a rule without running it, for saving one.
 *
 * @param code Lua source, at most 64 KiB
 * @returns what is wrong, with the line, as a sentence; null for a valid rule
 */
export function syntaxErrorOf(code: string): string | null {
  const L = lua.lua_newstate()
  if (!L) throw new Error('no virtual machine could be made')
  try {
    const compiled = compile(L, code)
    return 'kind' in compiled ? compiled.message : null
  } catch {
    return 'The rule cannot be compiled: it is nested too deeply or too large. Split it up.'
  }
}
