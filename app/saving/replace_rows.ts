import type { TransactionClientContract } from '@adonisjs/lucid/types/database'

/** Rows at once, far below what one statement can hold. */
const CHUNK = 1000

/**
 * Puts other rows in the place of all that belong to something.
 * @param owner column and id of what they belong to
 * @param rows without the column of the owner
 */
export async function replaceRows(
  trx: TransactionClientContract,
  table: string,
  owner: Record<string, number>,
  rows: readonly object[]
) {
  await trx.from(table).where(owner).delete()
  for (let at = 0; at < rows.length; at += CHUNK) {
    const chunk = rows.slice(at, at + CHUNK).map((row) => ({ ...owner, ...row }))
    await trx.table(table).multiInsert(chunk)
  }
}
