import pg from 'pg'
import { Trouble } from './trouble.ts'

const OLDEST = 150_000

/** @throws Trouble when the database that DATABASE_URL names cannot be used */
export async function refuseUnusableDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  try {
    await client.connect()
    const { rows } = await client.query<{ version: string }>(
      `SELECT current_setting('server_version_num') AS version`
    )
    if (Number(rows[0].version) < OLDEST)
      throw new Trouble(
        'The PostgreSQL that DATABASE_URL names is too old. Prophasis needs version 15 or newer.'
      )
  } catch (error) {
    if (error instanceof Trouble) throw error
    const { host, port, database } = client
    throw new Trouble(
      `The database that DATABASE_URL names (${database} on ${host}:${port}) cannot be reached: ${reasonOf(error)}. ` +
        'Start it, correct the address, or leave DATABASE_URL out to use the built-in one.'
    )
  } finally {
    await client.end().catch(() => undefined)
  }
}

function reasonOf(error: unknown): string {
  const { message, code } = error as NodeJS.ErrnoException
  return message || code || 'no reason given'
}
