import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { fieldError } from '../validators/field_error.ts'
import { type Kind, KINDS } from './tables.ts'

/**
 * @param field what the ids were given in
 * @returns the ids, each once
 * @throws E_VALIDATION_ERROR for the field, naming the first id there is not
 */
export async function refuseUnknownIds(
  trx: TransactionClientContract,
  kind: Kind,
  ids: readonly number[],
  field: string
): Promise<number[]> {
  const wanted = [...new Set(ids)]
  const there = await idsThere(trx, kind, wanted)
  const missing = wanted.find((id) => !there.has(id))
  if (missing === undefined) return wanted
  throw unknownId(kind, missing, field)
}

/** @returns those of the ids that there are */
export async function idsThere(
  trx: TransactionClientContract,
  kind: Kind,
  ids: readonly number[]
): Promise<Set<number>> {
  if (ids.length === 0) return new Set()
  const rows: { id: number }[] = await trx
    .from(kind)
    .whereIn('id', [...ids])
    .select('id')
  return new Set(rows.map((row) => row.id))
}

export function unknownId(kind: Kind, id: number, field: string) {
  const { word, path } = KINDS[kind]
  return fieldError(field, `There is no ${word} ${id}. GET ${path} lists them.`)
}
