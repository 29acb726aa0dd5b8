/**
 * `npm run migrations:check`: from an empty database to the newest schema, down to nothing and up again; and from the
 * schema of the last release (database/releases/*.sql) to the newest. Every way up must end at the same schema.
 */
import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { startTestDatabase } from '../tests/support/test_database.ts'
import { describeSchema } from '../.ci/describe_schema.ts'

const root = fileURLToPath(new URL('../', import.meta.url))
/** One plain SQL file per release, as pg_dump writes it; the last one counts. */
const releases = join(root, 'database', 'releases')
/** What Lucid keeps its own account in. */
const OWN_TABLES = /\badonis_schema/

const database = await startTestDatabase()
try {
  const newest = await checkUpDownUp()
  await checkLastRelease(newest)
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
} finally {
  await database.stop()
}

async function checkUpDownUp(): Promise<string[]> {
  const url = await makeDatabase()
  ace(url, 'migration:run')
  const newest = await schemaAt(url)
  console.log(`From empty to the newest: ${newest.length} parts of the schema.`)
  ace(url, 'migration:reset')
  refuseDifference('Going down leaves something behind.', [], await schemaAt(url))
  console.log('Down again: nothing is left.')
  ace(url, 'migration:run')
  refuseDifference('Going up a second time ends elsewhere.', newest, await schemaAt(url))
  console.log('Up again: the same schema.')
  return newest
}

async function checkLastRelease(newest: string[]) {
  const files = existsSync(releases)
    ? readdirSync(releases).filter((name) => name.endsWith('.sql'))
    : []
  const last = files.sort((one, other) => one.localeCompare(other, 'en', { numeric: true })).at(-1)
  if (!last) {
    console.log('There is no release yet, so there is none to upgrade from.')
    return
  }
  const url = await makeDatabase()
  await run(url, sqlOf(readFileSync(join(releases, last), 'utf8')))
  ace(url, 'migration:run')
  refuseDifference(`Upgrading from ${last} ends elsewhere.`, newest, await schemaAt(url))
  console.log(`From ${last} to the newest: the same schema.`)
}

/** pg_dump writes commands to psql between its statements, and empties the search path. */
function sqlOf(dump: string): string {
  return dump
    .split('\n')
    .filter((line) => !line.startsWith('\\') && !line.includes(`set_config('search_path'`))
    .join('\n')
}

/** @returns the address of a new, empty database on the same server */
async function makeDatabase(): Promise<string> {
  const name = `migrations_${randomBytes(4).toString('hex')}`
  await run(database.url, `CREATE DATABASE ${name}`)
  return database.url.replace(/\/[^/?]+(\?|$)/, `/${name}$1`)
}

/** @throws Error with what the command said when it fails */
function ace(url: string, command: string) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, 'ace.js'), command, '--force', '--no-schema-generate'],
    {
      cwd: root, // "development": the migrations as they stand here, not those of an older build.
      env: { ...process.env, NODE_ENV: 'development', DATABASE_URL: url },
      encoding: 'utf8',
    }
  )
  if (status !== 0) throw new Error(`${stdout}${stderr}\n"${command}" failed; it says why above.`)
}

async function schemaAt(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await describeSchema(client)).filter((line) => !OWN_TABLES.test(line))
  } finally {
    await client.end()
  }
}

function refuseDifference(sentence: string, wanted: string[], found: string[]) {
  const missing = wanted.filter((line) => !found.includes(line)).map((line) => `- ${line}`)
  const more = found.filter((line) => !wanted.includes(line)).map((line) => `+ ${line}`)
  if (missing.length + more.length > 0) throw new Error([sentence, ...missing, ...more].join('\n'))
}

async function run(url: string, sql: string) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(sql)
  await client.end()
}
