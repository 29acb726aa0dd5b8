import { readdir } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import type { Pool, PoolClient } from 'pg'
import { packPlugin } from '../../agent/protocol/pack.ts'
import { importPackage } from '../plugins/import_package.ts'

/** The agent of this machine, as its own set-up tells. */
export interface OwnAgent {
  agent_id: string
  address: string
  port: number
  key: string
  certificate_pem: string
}

/**
 * Brings a migrated database to where the core can work: the bundled plugins, this machine, and what to watch on it.
 * Running it again changes nothing that people have set.
 */
export async function prepareInstallation(
  pool: Pool,
  pluginsFolder: string,
  agent: OwnAgent | null,
  encrypt: (text: string) => string
): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    await importBundled(client, pluginsFolder)
    if (agent) await registerOwnHost(client, agent, encrypt)
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK')
    throw error
  } finally {
    client.release()
  }
}

async function importBundled(client: PoolClient, folder: string) {
  const entries = await readdir(folder, { withFileTypes: true })
  for (const entry of entries.filter((each) => each.isDirectory())) {
    await importPackage(client, await packPlugin(join(folder, entry.name)), true)
  }
}

/** The key is made anew at every start, so it is stored anew; everything else people may have changed. */
async function registerOwnHost(
  client: PoolClient,
  agent: OwnAgent,
  encrypt: (text: string) => string
) {
  const { rowCount } = await client.query(
    `UPDATE hosts SET address = $2, port = $3, encrypted_key = $4, certificate_pem = $5, is_self = true,
       updated_at = CASE WHEN (address, port, encrypted_key, certificate_pem, is_self)
         IS DISTINCT FROM ($2, $3, $4, $5, true) THEN now() ELSE updated_at END
     WHERE agent_id = $1`,
    [agent.agent_id, agent.address, agent.port, encrypt(agent.key), agent.certificate_pem]
  )
  if (rowCount) return
  const name = await freeName(client, hostname().split('.')[0] || 'this-machine')
  const { rows } = await client.query<{ id: number }>(
    `INSERT INTO hosts (name, address, port, description, agent_id, encrypted_key, certificate_pem, is_self)
     VALUES ($1, $2, $3, 'The machine Prophasis runs on', $4, $5, $6, true) RETURNING id`,
    [name, agent.address, agent.port, agent.agent_id, encrypt(agent.key), agent.certificate_pem]
  )
  for (const each of DEFAULT_CHECKS) await assign(client, each, rows[0].id)
}

async function freeName(client: PoolClient, wanted: string): Promise<string> {
  const { rows } = await client.query<{ name: string }>('SELECT name FROM hosts')
  const taken = new Set(rows.map((row) => row.name))
  for (let number = 1; ; number++) {
    const name = number === 1 ? wanted : `${wanted}-${number}`
    if (!taken.has(name)) return name
  }
}

interface DefaultCheck {
  name: string
  description: string
  plugins: string[]
  schedule: { name: string; every: number; unit: 'second' | 'minute' | 'hour' }
}

const DEFAULT_CHECKS: DefaultCheck[] = [
  {
    name: 'Vital signs',
    description: 'Is it there, and has it room to work?',
    plugins: ['heartbeat', 'cpu', 'load', 'memory'],
    schedule: { name: 'Every 10 seconds', every: 10, unit: 'second' },
  },
  {
    name: 'Disk space',
    description: 'How full are the disks?',
    plugins: ['disk_space'],
    schedule: { name: 'Every minute', every: 1, unit: 'minute' },
  },
  {
    name: 'Updates',
    description: 'Are security updates waiting?',
    plugins: ['updates'],
    schedule: { name: 'Every hour', every: 1, unit: 'hour' },
  },
]

/** A check that is there already only gets the host: people may have changed the rest. */
async function assign(client: PoolClient, wanted: DefaultCheck, hostId: number) {
  const made = await client.query<{ id: number }>(
    'INSERT INTO checks (name, description) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING RETURNING id',
    [wanted.name, wanted.description]
  )
  if (made.rows[0]) await fill(client, made.rows[0].id, wanted)
  await client.query(
    'INSERT INTO check_hosts (check_id, host_id) SELECT id, $2 FROM checks WHERE name = $1 ON CONFLICT DO NOTHING',
    [wanted.name, hostId]
  )
}

async function fill(client: PoolClient, checkId: number, { plugins, schedule }: DefaultCheck) {
  await client.query(
    'INSERT INTO check_plugins (check_id, plugin_id) SELECT $1, id FROM plugins WHERE identifier = ANY($2::text[])',
    [checkId, plugins]
  )
  const made = await client.query<{ id: number }>(
    'INSERT INTO schedules (name) VALUES ($1) ON CONFLICT (name) DO NOTHING RETURNING id',
    [schedule.name]
  )
  if (made.rows[0]) {
    await client.query(
      `INSERT INTO intervals (schedule_id, start_at, every, unit) VALUES ($1, date_trunc('second', now()), $2, $3)`,
      [made.rows[0].id, schedule.every, schedule.unit]
    )
  }
  await client.query(
    'INSERT INTO schedule_checks (schedule_id, check_id) SELECT id, $2 FROM schedules WHERE name = $1',
    [schedule.name, checkId]
  )
}
