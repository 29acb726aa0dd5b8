import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import encryption from '@adonisjs/core/services/encryption'
import type { Pool } from 'pg'
import { MockAgent } from '../../agent/tests/support/mock_client.ts'
import { temporaryFolder } from '../../agent/tests/support/temporary.ts'
import { prepareInstallation } from '../../app/setup/prepare_installation.ts'
import { eventually } from '../support/eventually.ts'
import { CoreProcess } from './core_process.ts'

const BUNDLED = fileURLToPath(new URL('../../plugins-bundled', import.meta.url))
export const PLUGINS = ['heartbeat', 'cpu']
export const FINE = { heartbeat: { value: 1 }, cpu: { value: 20 } }

/** Where results go: a database that is there for as long as its test. */
export interface FleetDatabase {
  url: string
  pool: Pool
}

interface HostChanges {
  address?: string
  port?: number
  key?: string
  certificate_pem?: string
}

/** Hosts that are mock agents, checked at short intervals, and cores as processes that watch them. */
export class Fleet {
  readonly dataFolder = temporaryFolder()
  readonly cores: CoreProcess[] = []

  private constructor(
    readonly database: FleetDatabase,
    readonly mock: MockAgent
  ) {}

  /** @param size how many hosts, at 127.0.0.2 and on; all are fine */
  static async make(database: FleetDatabase, size: number, everySeconds = 1): Promise<Fleet> {
    const fleet = new Fleet(database, await MockAgent.start(dataOf(size)))
    await prepareInstallation(database.pool, BUNDLED, null, (text) => encryption.encrypt(text))
    await fleet.rows(
      `UPDATE plugin_versions SET manifest = jsonb_set(manifest, '{timeout_seconds}', '1')`
    )
    for (let n = 0; n < size; n++) await fleet.addHost(`host-${n}`, { address: `127.0.0.${n + 2}` })
    await fleet.#addCheck(everySeconds)
    return fleet
  }

  /** What is not said otherwise is that of the mock agents. @returns its number */
  async addHost(name: string, changes: HostChanges = {}): Promise<number> {
    const { address = '127.0.0.1', port = this.mock.port, key = 'key' } = changes
    const { certificate_pem: certificate = this.mock.running.certificate.certificatePem } = changes
    const [{ id }] = await this.rows<{ id: number }>(
      `INSERT INTO hosts (name, address, port, encrypted_key, certificate_check, certificate_pem)
       VALUES ($1, $2, $3, $4, 'pinned', $5) RETURNING id`,
      ...[name, address, port, encryption.encrypt(key), certificate]
    )
    await this.rows(`INSERT INTO check_hosts SELECT id, $1 FROM checks WHERE name = 'All'`, id)
    return id
  }

  async #addCheck(everySeconds: number) {
    await this.rows(`INSERT INTO checks (name) VALUES ('All')`)
    await this.rows('INSERT INTO check_hosts SELECT checks.id, hosts.id FROM checks, hosts')
    await this.rows(
      `INSERT INTO check_plugins SELECT checks.id, plugins.id FROM checks, plugins
       WHERE identifier = ANY($1)`,
      PLUGINS
    )
    await this.rows(`INSERT INTO schedules (name) VALUES ('Always')`)
    await this.rows(
      'INSERT INTO schedule_checks SELECT schedules.id, checks.id FROM schedules, checks'
    )
    await this.rows(
      `INSERT INTO intervals (schedule_id, start_at, every, unit)
       SELECT id, '2026-01-01', $1, 'second' FROM schedules`,
      everySeconds
    )
  }

  /** Cores of one name share lease and spool, as one that is started again does. */
  startCore(name = 'a'): CoreProcess {
    const core = new CoreProcess(name, {
      DATABASE_URL: this.database.url,
      PROPHASIS_DATA_DIR: this.dataFolder,
    })
    this.cores.push(core)
    return core
  }

  spoolOf(name = 'a'): string {
    return join(this.dataFolder, 'spool', `core-${name}.jsonl`)
  }

  async rows<Row = Record<string, unknown>>(sql: string, ...values: unknown[]): Promise<Row[]> {
    return (await this.database.pool.query(sql, values)).rows as Row[]
  }

  async now(): Promise<Date> {
    return (await this.rows<{ now: Date }>('SELECT clock_timestamp() AS now'))[0].now
  }

  /** Waits until every assignment has a result of a slot after that time. */
  async resultsAfter(since: Date, deadlineMs = 30_000) {
    await eventually(
      'results of all',
      async () => {
        const [{ lacking }] = await this.rows<{ lacking: number }>(LACKING, since)
        return lacking === 0
      },
      deadlineMs
    )
  }

  /** Every core that is left, and the mock agents. */
  async end() {
    for (const core of this.cores) await core.end('SIGKILL')
    await MockAgent.stopAll()
  }
}

/** What mock agents of so many hosts say; a number of its own where one is to be loud. */
export function dataOf(size: number, loud: ReadonlySet<number> = new Set()) {
  const entries = Array.from({ length: size }, (_, n) => [
    `127.0.0.${n + 2}`,
    loud.has(n) ? { ...FINE, cpu: { value: 99 } } : FINE,
  ])
  return Object.fromEntries(entries) as Record<string, unknown>
}

const LACKING = `
  SELECT count(*)::int AS lacking FROM assignments a WHERE NOT EXISTS (
    SELECT FROM series s JOIN results r ON r.series_id = s.id
    WHERE (s.host_id, s.check_id, s.plugin_id) = (a.host_id, a.check_id, a.plugin_id)
      AND s.metric = '' AND s.instance = '' AND r.slot > $1)`
