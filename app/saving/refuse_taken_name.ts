import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { fieldError } from '../validators/field_error.ts'
import { type Kind, KINDS } from './tables.ts'

/**
 * Names are unique per kind.
 * @param ownId what may keep the name
 * @throws E_VALIDATION_ERROR for `name`
 */
export async function refuseTakenName(
  trx: TransactionClientContract,
  kind: Kind,
  name: string,
  ownId?: number
) {
  const other = await trx.from(kind).where('name', name).select('id').first()
  if (!other || other.id === ownId) return
  const { word } = KINDS[kind]
  const article = /^[aeiou]/.test(word) ? 'an' : 'a'
  throw fieldError(
    'name',
    `There is ${article} ${word} named "${name}" already. Choose another name.`
  )
}
