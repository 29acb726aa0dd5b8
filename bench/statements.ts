import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Pool } from 'pg'

/** One statement of the product, as PostgreSQL saw it. */
export interface Statement {
  query: string
  calls: number
  /** Milliseconds, planning and execution. */
  total: number
  planning: number
  rows: number
}

/** Has PostgreSQL count statements. That takes a restart; the supervisor starts it again by itself. */
export async function countStatements(pool: Pool, dataFolder: string): Promise<void> {
  await pool.query(`ALTER SYSTEM SET shared_preload_libraries = 'pg_stat_statements'`)
  await pool
    .query(`ALTER SYSTEM SET "pg_stat_statements.track_planning" = on`)
    .catch(() => undefined)
  const [pid] = readFileSync(join(dataFolder, 'postgres', 'data', 'postmaster.pid'), 'utf8').split(
    '\n'
  )
  process.kill(Number(pid), 'SIGINT')
  await pause(1000)
  for (;;) {
    try {
      await pool.query('CREATE EXTENSION IF NOT EXISTS pg_stat_statements')
      await pool.query(`ALTER SYSTEM SET "pg_stat_statements.track_planning" = on`)
      await pool.query('SELECT pg_reload_conf()')
      return
    } catch {
      await pause(500)
    }
  }
}

export async function forgetStatements(pool: Pool): Promise<void> {
  await pool.query('SELECT pg_stat_statements_reset()')
}

/** @returns what took the most time since the last `forgetStatements`, most first */
export async function readStatements(pool: Pool): Promise<Statement[]> {
  const { rows } = await pool.query<Statement>(
    `SELECT query, calls::int, total_plan_time + total_exec_time AS total, total_plan_time AS planning, rows::int
     FROM pg_stat_statements ORDER BY total DESC LIMIT 25`
  )
  return rows
}
