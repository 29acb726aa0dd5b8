import type { AlertInput } from '../../alerts/save_alert.ts'
import type Alert from '../../models/alert.ts'
import { stateOf } from '../../monitoring/states.ts'
import { fieldError } from '../field_error.ts'

/**
 * @param form the fields of the page: `name`, `options`, `to`, `applies_to`, `hosts`
 * @param existing the alert that is edited: what the page does not show stays as it is
 * @throws E_VALIDATION_ERROR when there is no name
 */
export function alertFromForm(form: Record<string, unknown>, existing?: Alert): AlertInput {
  const name = typeof form.name === 'string' ? form.name.trim() : ''
  if (name === '' || name.length > 100) {
    throw fieldError(
      'name',
      'Give the alert a name, at most 100 characters. For example: Shop hours.'
    )
  }
  const to = listOf(form.to)
  if (to.length === 0)
    throw fieldError('to', 'Choose at least one state. Most people choose Critical and Major.')
  return {
    name,
    module: existing?.module ?? 'email',
    options: form.options,
    from: existing ? existing.fromStates.map(stateOf) : 'any',
    to,
    applies_to: appliesTo(form),
    is_enabled: form.is_enabled === 'on',
  }
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
