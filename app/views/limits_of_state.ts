import { STATE_WORDS } from '../monitoring/states.ts'
import type { Watched } from './machine_view.ts'
import { quantity } from './quantities.ts'

/** @returns the limits that lead to the present state, "used more than" and "90 %" */
export function limitsOfState({
  manifest,
  limits,
  state,
}: Watched): { label: string; value: string }[] {
  const start = `${STATE_WORDS[state]}: `
  return manifest.limits
    .filter((limit) => limit.label.startsWith(start))
    .map((limit) => ({
      label: capitalised(limit.label.slice(start.length)),
      value: valueOf(limits[limit.name] ?? limit.default, limit.unit),
    }))
}

function valueOf(value: number | string | boolean, unit: string): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return typeof value === 'number' ? quantity(value, unit) : value
}

function capitalised(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}
