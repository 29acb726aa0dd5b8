import type { AlertInput } from '../../alerts/save_alert.ts'
import type Alert from '../../models/alert.ts'
import { stateOf } from '../../monitoring/states.ts'
import { checkTogether, fieldError } from '../field_error.ts'

/**
 * @param form the fields of the page: `name`, `options`, `to`, `applies_to`, `hosts`
 * @param existing the alert that is edited: what the page does not show stays as it is
 */
export function alertFromForm(form: Record<string, unknown>, existing?: Alert): AlertInput {
  return {
    name: nameIn(form),
    description: existing?.description,
    module: existing?.module ?? 'email',
    options: form.options,
    from: existing ? existing.fromStates.map(stateOf) : 'any',
    to: listOf(form.to),
    applies_to: appliesTo(form),
    is_enabled: form.is_enabled === 'on',
  }
}

/**
 * What the page asks for, in words for somebody who looks at it.
 * @throws E_VALIDATION_ERROR for `name`, `to` and `applies_to`
 */
export async function refuseIncompleteForm(form: Record<string, unknown>) {
  await checkTogether({
    name: () => refuseUnless(hasName(form), 'name'),
    to: () => refuseUnless(listOf(form.to).length > 0, 'to'),
    scope: () =>
      refuseUnless(form.applies_to !== 'chosen' || listOf(form.hosts).length > 0, 'applies_to'),
  })
}

const WORDS = {
  name: 'Give the alert a name, at most 100 characters. For example: Shop hours.',
  to: 'Choose at least one state. Most people choose Critical and Major.',
  applies_to: 'Tick at least one machine, or choose All machines.',
}

function refuseUnless(isGiven: boolean, field: keyof typeof WORDS) {
  if (!isGiven) throw fieldError(field, WORDS[field])
}

function hasName(form: Record<string, unknown>): boolean {
  const name = nameIn(form)
  return name !== '' && name.length <= 100
}

function nameIn(form: Record<string, unknown>): string {
  return typeof form.name === 'string' ? form.name.trim() : ''
}

function appliesTo(form: Record<string, unknown>) {
  const plugins = listOf(form.plugins)
  const checks = listOf(form.checks)
  const narrowed = {
    ...(plugins.length > 0 ? { plugins } : {}),
    ...(checks.length > 0 ? { checks } : {}),
  }
  if (form.applies_to === 'chosen') return { hosts: listOf(form.hosts), ...narrowed }
  return plugins.length + checks.length > 0 ? narrowed : 'all_hosts'
}

/** A long list of fields arrives as an object with numbers for names, a single one as text. */
function listOf(given: unknown): unknown[] {
  if (given === undefined || given === null) return []
  if (Array.isArray(given)) return given
  return typeof given === 'object' ? Object.values(given) : [given]
}
