import type { AlertModule } from '../monitoring/alert/modules/module.ts'
import { OptionError } from '../monitoring/alert/modules/module.ts'
import { ALERT_MODULES, moduleNamed } from '../monitoring/alert/modules/registry.ts'
import { severityOf, STATES, type State } from '../monitoring/states.ts'
import { asSent } from '../validators/body.ts'
import { fieldError } from '../validators/field_error.ts'

/** The states an alert starts from and ends at when all are meant. */
const ANY: State[] = ['no_data', 'ok', 'unknown', 'degraded', 'minor', 'major', 'critical']

/**
 * @param given the name of a module; "mail" is what many call e-mail
 * @throws E_VALIDATION_ERROR listing the modules there are
 */
export function parseModule(given: string): AlertModule {
  const module = moduleNamed(given === 'mail' ? 'email' : given)
  if (module) return module
  const known = ALERT_MODULES.map((each) => each.name).join(', ')
  throw fieldError('module', `There is no module "${given}". Use one of: ${known}.`)
}

/** @throws E_VALIDATION_ERROR for `options.FIELD` */
export function parseOptions(module: AlertModule, options: unknown): unknown {
  refuseUnknownOption(module, options)
  try {
    return module.parseOptions(options)
  } catch (error) {
    if (!(error instanceof OptionError)) throw error
    throw fieldError(`options.${error.field}`, error.message)
  }
}

/** What is misspelt would be left out without a word; "recipients" is what many call the fields of a module. */
function refuseUnknownOption({ fields }: AlertModule, options: unknown) {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) return
  const known = fields.map((field) => field.name)
  const unknown = Object.keys(options).find((name) => ![...known, 'recipients'].includes(name))
  if (unknown === undefined) return
  const name = unknown.slice(0, 100)
  throw fieldError(`options.${name}`, `There is no option "${name}". Use ${known.join(', ')}.`)
}

/**
 * @param given names of states, or "any"
 * @returns the numbers stored for them
 * @throws E_VALIDATION_ERROR for this field
 */
export function parseStates(given: unknown, field: 'from' | 'to'): number[] {
  const names = Array.isArray(given) ? given.flat() : [given]
  if (names.length === 0 || given === undefined || given === null) {
    throw fieldError(field, `Choose at least one state for "${field}", or "any".`)
  }
  const states = names.flatMap((name) => (name === 'any' ? ANY : stateNamed(name, field)))
  return [...new Set(states.map(severityOf))].sort((a, b) => a - b)
}

function stateNamed(name: unknown, field: string): State {
  const state = STATES.find((known) => known === name)
  if (state) return state
  throw fieldError(
    field,
    `There is no state "${asSent(name)}". Use ${STATES.join(', ')}, or "any".`
  )
}
