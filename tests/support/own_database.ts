import { randomBytes } from 'node:crypto'
import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import { MigrationRunner } from '@adonisjs/lucid/migration'
import pg from 'pg'

/** A migrated database of its own, for tests of what commits. */
export interface OwnDatabase {
  url: string
  pool: pg.Pool
  drop(): Promise<void>
}

let template: Promise<string> | undefined

/** Makes a database beside the one of the test run: other tests never see what is stored in it. */
export async function ownDatabase(): Promise<OwnDatabase> {
  const name = `own_${randomBytes(4).toString('hex')}`
  template ??= makeTemplate()
  await administrate(`CREATE DATABASE ${name} TEMPLATE ${await template}`)
  const url = urlOf(name)
  const pool = new pg.Pool({ connectionString: url, max: 5 })
  pool.on('error', () => undefined)
  return {
    ...{ url, pool },
    async drop() {
      await pool.end()
      await administrate(`DROP DATABASE ${name} WITH (FORCE)`)
    },
  }
}

/** Migrating takes as long as many tests: it is done once, and copied. */
async function makeTemplate(): Promise<string> {
  const name = `template_${randomBytes(4).toString('hex')}`
  await administrate(`CREATE DATABASE ${name}`)
  await migrate(urlOf(name))
  return name
}

/** Brings an empty database to the newest schema. */
export async function migrate(url: string) {
  const name = `migrated_${randomBytes(4).toString('hex')}`
  const migrations = { naturalSort: true, paths: ['database/migrations'] }
  const connection = { connectionString: url }
  db.manager.add(name, { client: 'pg', connection, migrations })
  const runner = new MigrationRunner(db, app, { direction: 'up', connectionName: name })
  await runner.run()
  await db.manager.close(name, true)
  if (runner.error) throw runner.error
}

async function administrate(sql: string) {
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL })
  await client.connect()
  await client.query(sql).finally(() => client.end())
}

/** The same server, another database. The host may be the folder of a socket, which URL cannot read. */
function urlOf(database: string): string {
  return process.env.DATABASE_URL!.replace(/\/[^/?]*(\?|$)/, `/${database}$1`)
}
