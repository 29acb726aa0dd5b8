/**
 * `npm run migrations:check`: from an empty database to the newest schema, down to nothing and up again; and from the
 * schema of the last release (database/releases/*.sql), filled with a million results, to the newest. Every way up must
 * end at the same schema.
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
/** Made when they are needed. */
const PARTITIONS = /\bresults_\d{8}/

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
    ? readdirSync(releases).filter((name) => /^\d.*\.sql$/.test(name))
    : []
  const last = files.sort((one, other) => one.localeCompare(other, 'en', { numeric: true })).at(-1)
  if (!last) {
    console.log('There is no release yet, so there is none to upgrade from.')
    return
  }
  const url = await makeDatabase()
  await run(url, sqlOf(readFileSync(join(releases, last), 'utf8')))
  await run(url, readFileSync(join(releases, 'filled.sql'), 'utf8'))
  const before = await contentOf(url)
  ace(url, 'migration:run')
  refuseDifference(`Upgrading from ${last} ends elsewhere.`, newest, await schemaAt(url))
  const after = await contentOf(url)
  refuseDifference(`Upgrading from ${last} changes what is stored.`, before, after)
  console.log(`From ${last}, filled, to the newest: the same schema, and nothing lost.`)
  console.log(`  ${after.join(', ')}`)
}

/** What must be the same after an upgrade: how much there is of everything, and the sum of all numbers. */
async function contentOf(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<Record<string, string>>(`
    SELECT (SELECT count(*) FROM hosts) AS hosts, (SELECT count(*) FROM series) AS series,
      (SELECT count(*) FROM results) AS results, (SELECT sum(value) FROM results) AS "sum of values",
      (SELECT sum(state) FROM results) AS "sum of states", (SELECT count(*) FROM misses) AS misses,
      (SELECT count(*) FROM transitions) AS transitions, (SELECT count(*) FROM incidents) AS incidents,
      (SELECT count(*) FROM current_states) AS "current states", (SELECT count(*) FROM limits) AS limits,
      (SELECT count(*) FROM alerts WHERE is_enabled) AS "alerts", (SELECT count(*) FROM notifications) AS messages`)
  await client.end()
  return Object.entries(rows[0]).map(([name, count]) => `${count} ${name}`)
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
    return (await describeSchema(client)).filter(
      (line) => !OWN_TABLES.test(line) && !PARTITIONS.test(line)
    )
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
