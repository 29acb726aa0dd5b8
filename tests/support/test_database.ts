import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startEmbeddedPostgres } from '../../app/supervisor/embedded_postgres.ts'

/**
 * Gives the tests a database of their own and puts its address where the application looks for it. By default
 * an embedded PostgreSQL in a temporary folder; with TEST_DATABASE_URL a fresh database on that server.
 */
export async function startTestDatabase(): Promise<{ url: string; stop(): Promise<void> }> {
  const given = process.env.TEST_DATABASE_URL
  const database = given ? await makeDatabaseOn(given) : await startOwn()
  process.env.DATABASE_URL = database.url
  process.env.APP_KEY = randomBytes(32).toString('base64url')
  return database
}

async function startOwn() {
  const folder = mkdtempSync(join(tmpdir(), 'prophasis-test-'))
  const postgres = await startEmbeddedPostgres(folder, randomBytes(12).toString('hex'))
  const stop = async () => {
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  return { url: postgres.url, stop }
}

async function makeDatabaseOn(url: string) {
  const name = `prophasis_test_${randomBytes(4).toString('hex')}`
  await run(url, `CREATE DATABASE ${name}`)
  const own = new URL(url)
  own.pathname = `/${name}`
  return { url: own.href, stop: () => run(url, `DROP DATABASE ${name} WITH (FORCE)`) }
}

async function run(url: string, sql: string) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(sql)
  await client.end()
}
