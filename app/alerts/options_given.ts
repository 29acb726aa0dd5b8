import type Alert from '../models/alert.ts'
import type { AlertModule } from '../monitoring/alert/modules/module.ts'
import { fieldError } from '../validators/field_error.ts'
import { decryptOptions } from './alert_options.ts'

/** Options that say where a message is sent. */
const DESTINATIONS = ['url', 'server', 'host']

/**
 * Completes the options that were given with secrets that are stored already, because nobody can read those back.
 * @param existing the alert they are for; its secrets stay within its module
 * @param isPartial whether all other options stay too
 * @throws E_VALIDATION_ERROR for a secret that would go to another address than it was given for
 */
export function optionsGiven(
  module: AlertModule,
  given: unknown,
  existing?: Alert,
  isPartial = false
): unknown {
  if (!existing || existing.module !== module.name) return given
  const stored = declaredIn(module, decryptOptions(existing.encryptedOptions))
  if (given === undefined && isPartial) return stored
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return given
  const named = withoutAlias(given)
  const kept = isPartial ? stored : secretsIn(module, stored)
  const complete: Record<string, unknown> = { ...kept, ...named }
  refuseElsewhere(module, stored, named, complete)
  return Object.fromEntries(Object.entries(complete).filter(([, value]) => value !== null))
}

function declaredIn({ fields }: AlertModule, options: unknown): Record<string, unknown> {
  const names = fields.map(({ name }) => name)
  return Object.fromEntries(
    Object.entries(Object(options)).filter(([name]) => names.includes(name))
  )
}

/** E-mail also takes `recipients` for `to`. */
function withoutAlias(given: object): Record<string, unknown> {
  const { recipients, ...named } = given as Record<string, unknown>
  return recipients === undefined || 'to' in named ? { ...given } : { ...named, to: recipients }
}

function secretsIn(module: AlertModule, stored: Record<string, unknown>) {
  const names = module.fields.filter(({ type }) => type === 'secret').map(({ name }) => name)
  return Object.fromEntries(Object.entries(stored).filter(([name]) => names.includes(name)))
}

function refuseElsewhere(
  module: AlertModule,
  stored: Record<string, unknown>,
  named: Record<string, unknown>,
  complete: Record<string, unknown>
) {
  const secret = Object.keys(secretsIn(module, stored)).find((name) => !(name in named))
  const isElsewhere = DESTINATIONS.some((name) => (complete[name] ?? '') !== (stored[name] ?? ''))
  if (secret === undefined || !isElsewhere) return
  throw fieldError(
    `options.${secret}`,
    `Give "${secret}" again, or null to drop it: it was given for another address.`
  )
}
