import type { Pool, PoolClient } from 'pg'

/**
 * Runs work in one transaction.
 * @throws whatever the work or the commit throws; nothing is stored then, or, when the commit fails, perhaps all
 */
export async function inTransaction<Result>(
  pool: Pool,
  work: (client: PoolClient) => Promise<Result>
): Promise<Result> {
  const client = await pool.connect()
  let failure: unknown
  try {
    await client.query('BEGIN')
    const result = await work(client)
    await client.query('COMMIT')
    return result
  } catch (error) {
    failure = error
    await client.query('ROLLBACK').catch(() => undefined)
    throw error
  } finally {
    client.release(failure instanceof Error)
  }
}
