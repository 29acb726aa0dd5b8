import db from '@adonisjs/lucid/services/db'

/** What is told of the worst that stands on a host. */
export interface Trouble {
  plugin: string
  instance: string
  reason: string
}

/** What a tree needs to speak of its parts. */
export interface Words {
  hosts: ReadonlyMap<number, string>
  groups: ReadonlyMap<number, string>
  /** By redundancy group. */
  redundancyGroups: ReadonlyMap<number, RedundancyGroupRow[]>
  /** By host, of those that are not well. */
  troubles: ReadonlyMap<number, Trouble>
}

/** A redundancy group as it is kept, in the order its service has them. */
export interface RedundancyGroupRow {
  id: number
  service_id: number
  name: string
}

/** Reads names and reasons, all at once: a tree may reach everything. */
export async function readWords(): Promise<Words> {
  const hosts: { id: number; name: string }[] = await db.from('hosts').select('id', 'name')
  const groups: { id: number; name: string }[] = await db.from('host_groups').select('id', 'name')
  const redundancy: RedundancyGroupRow[] = await db
    .from('redundancy_groups')
    .select('id', 'service_id', 'name')
    .orderBy('id')
  const { rows } = await db.rawQuery<{ rows: (Trouble & { host_id: number })[] }>(TROUBLES)
  return {
    hosts: new Map(hosts.map((host) => [host.id, host.name])),
    groups: new Map(groups.map((group) => [group.id, group.name])),
    redundancyGroups: Map.groupBy(redundancy, (row) => row.service_id),
    troubles: new Map(rows.map((row) => [row.host_id, row])),
  }
}

const TROUBLES = `
  SELECT DISTINCT ON (s.host_id) s.host_id, p.name AS plugin, s.instance, s.reason
  FROM states_in_force s JOIN plugins p ON p.id = s.plugin_id
  WHERE coalesce(s.counts_as, s.state) > 1
  ORDER BY s.host_id, coalesce(s.counts_as, s.state) DESC, s.since, s.plugin_id, s.instance`
