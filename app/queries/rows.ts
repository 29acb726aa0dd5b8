import db from '@adonisjs/lucid/services/db'

/**
 * Runs one SQL query for a page.
 * @param bindings values of the `:name` places in the text
 * @returns its rows, as the driver reads them: `bigint` as text, `timestamptz` as Date
 */
export async function rows<Row>(
  sql: string,
  bindings: Record<
    string,
    string | number | boolean | Date | null | readonly (string | number)[]
  > = {}
): Promise<Row[]> {
  const answer: { rows: Row[] } = await db.rawQuery(sql, bindings)
  return answer.rows
}
