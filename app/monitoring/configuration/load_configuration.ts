import type { Pool } from 'pg'
import { stateOf, type State } from '../states.ts'
import { assembleChecks } from './assemble_checks.ts'
import { assembleServices } from './assemble_services.ts'
import type { AlertEntry, Configuration } from './configuration.ts'
import { type AlertRow, type ConfigurationRows, QUERIES } from './rows.ts'

/**
 * Reads everything people have set. What is paused is left out.
 * @param decrypt gives back a secret that was stored encrypted, or null when it cannot
 */
export async function loadConfiguration(
  pool: Pool,
  decrypt: (text: string) => string | null
): Promise<Configuration> {
  const { revision, rows } = await readAll(pool)
  const hostsOfGroups = new Map(
    [...Map.groupBy(rows.groups, (row) => row.host_group_id)].map(([id, members]) => [
      id,
      new Set(members.map((row) => row.host_id)),
    ])
  )
  const checks = assembleChecks(rows, hostsOfGroups, decrypt)
  return {
    revision,
    checks,
    assignments: new Map(
      checks.flatMap((check) => check.assignments).map((entry) => [entry.key, entry])
    ),
    hostsOfGroups,
    services: assembleServices(rows),
    alerts: rows.alerts.map(alertFrom),
  }
}

/** All of one moment: nobody is seen who has a check but no host yet. */
async function readAll(pool: Pool): Promise<{ revision: number; rows: ConfigurationRows }> {
  const client = await pool.connect()
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    const revision = await client.query('SELECT revision FROM configuration_revision')
    const rows: Record<string, unknown[]> = {}
    for (const [name, sql] of Object.entries(QUERIES)) rows[name] = (await client.query(sql)).rows
    await client.query('COMMIT')
    return {
      revision: Number(revision.rows[0].revision),
      rows: rows as unknown as ConfigurationRows,
    }
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined)
    throw error
  } finally {
    client.release()
  }
}

function alertFrom(row: AlertRow): AlertEntry {
  const states = (numbers: number[]): ReadonlySet<State> => new Set(numbers.map(stateOf))
  return {
    id: row.id,
    name: row.name,
    module: row.module,
    encryptedOptions: row.encrypted_options,
    from: states(row.from_states),
    to: states(row.to_states),
    hostIds: ['all', 'all_hosts'].includes(row.applies_to) ? null : new Set(row.host_ids),
    serviceIds: ['all', 'all_services'].includes(row.applies_to) ? null : new Set(row.service_ids),
    checkIds: new Set(row.check_ids),
    pluginIds: new Set(row.plugin_ids),
  }
}
