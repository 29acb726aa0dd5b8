import { readdirSync, readFileSync } from 'node:fs'
import type { FaultKind } from '../../../app/monitoring/classify/classification.ts'
import type { State } from '../../../app/monitoring/states.ts'

export interface HostileRule {
  name: string
  code: string
  state: State
  /** Absent when the rule is expected to get through, harmlessly. */
  kind: FaultKind | undefined
}

const folder = new URL('./', import.meta.url)

/** Every file of this folder: its first line says what must come out, "-- expect: STATE [KIND OF FAULT]"; compiled code has no such line. */
function files(): HostileRule[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.lua'))
  return names.sort().map((name) => {
    const code = readFileSync(new URL(name, folder), 'utf8')
    const [, state, kind] = /^-- expect: (\w+)(?: (\w+))?$/m.exec(code) ?? ['', 'unknown', 'syntax']
    return { name, code, state: state as State, kind: kind as FaultKind | undefined }
  })
}

/** Rules too long to be files. */
function generated(): HostileRule[] {
  const rules = {
    nested_too_deeply: `return ${'('.repeat(5000)}1${')'.repeat(5000)}`,
    conditions_without_end: `return ${'a or '.repeat(12_000)}"ok"`,
    longer_than_allowed: `return "ok" --${'x'.repeat(70_000)}`,
    too_many_locals: `${'local a = 1\n'.repeat(300)}return "ok"`,
    too_many_functions_deep: `${'return (function() '.repeat(500)}return "ok"${' end)()'.repeat(500)}`,
  }
  return Object.entries(rules).map(([name, code]) => ({
    name,
    code,
    state: 'unknown' as const,
    kind: 'syntax' as const,
  }))
}

export const corpus: HostileRule[] = [...files(), ...generated()]
