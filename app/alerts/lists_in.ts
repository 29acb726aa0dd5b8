import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import Plugin from '../models/plugin.ts'
import { refuseUnknownIds } from '../saving/refuse_unknown_ids.ts'
import type { Kind } from '../saving/tables.ts'
import { asSent } from '../validators/body.ts'
import { fieldError } from '../validators/field_error.ts'
import { LONGEST_LIST } from '../validators/rules.ts'

/**
 * @param known the names of the lists
 * @param choose what to say when it is no object
 * @returns the lists by name; undefined where there is none
 * @throws E_VALIDATION_ERROR for the field
 */
export function listsIn(
  given: unknown,
  field: string,
  known: readonly string[],
  choose: string
): Record<string, unknown[] | undefined> {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw fieldError(field, choose)
  const unknown = Object.keys(given).find((name) => !known.includes(name))
  if (unknown !== undefined)
    throw fieldError(field, `"${unknown}" is not known. Use ${known.join(', ')}.`)
  const entries = Object.entries(given).filter(([, list]) => list !== undefined && list !== null)
  for (const [name, list] of entries) refuseStrange(name, list, field)
  return Object.fromEntries(entries)
}

function refuseStrange(name: string, list: unknown, field: string) {
  if (!Array.isArray(list)) throw fieldError(field, `"${name}" must be a list.`)
  if (list.length > LONGEST_LIST)
    throw fieldError(field, `"${name}" may have at most ${LONGEST_LIST} entries.`)
  const strange: unknown = list.find((each) => !['string', 'number'].includes(typeof each))
  if (strange === undefined) return
  throw fieldError(field, `${asSent(strange)} in "${name}" is not an id.`)
}

/** @throws E_VALIDATION_ERROR for the field, when one is no id or there is none with it */
export async function idsIn(
  trx: TransactionClientContract,
  list: readonly unknown[] | undefined,
  field: string,
  kind: Kind
): Promise<number[]> {
  const texts = (list ?? []).map(String)
  const wrong = texts.find((text) => !/^[1-9]\d{0,8}$/.test(text))
  if (wrong !== undefined)
    throw fieldError(field, `"${wrong.slice(0, 100)}" in "${kind}" is not an id.`)
  return refuseUnknownIds(trx, kind, texts.map(Number), field)
}

/** @throws E_VALIDATION_ERROR for the field, when there is no plugin with this id or identifier */
export async function pluginIdsIn(
  trx: TransactionClientContract,
  list: readonly unknown[] | undefined,
  field: string
): Promise<number[]> {
  const names = (list ?? []).map(String)
  const plugins = names.length === 0 ? [] : await Plugin.all({ client: trx })
  const ids = names.map((name) => {
    const plugin = plugins.find((each) => each.identifier === name || String(each.id) === name)
    if (plugin) return plugin.id
    throw fieldError(field, `There is no plugin "${name.slice(0, 100)}".`)
  })
  return [...new Set(ids)]
}
