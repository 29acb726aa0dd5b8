import db from '@adonisjs/lucid/services/db'
import Host from '../models/host.ts'
import { hostsPage } from '../queries/hosts_page.ts'
import { statesOfHost, type CurrentEntry } from '../queries/hosts_states.ts'
import { notFound } from '../saving/find.ts'
import { fingerprintOf } from './certificate.ts'

/**
 * @returns a host with how it is reached, what it belongs to and how everything stands
 * @throws NotFound
 */
export async function describeHost(id: number) {
  const { hosts } = await hostsPage({ id, page: 1, perPage: 1 })
  const host = await Host.find(id)
  if (!host || !hosts[0]) throw notFound('hosts', id)
  const states = await statesOfHost(host)
  const { rows } = await db.rawQuery(BELONGS_TO, { id })
  return {
    ...hosts[0],
    ...connectionOf(host),
    ...rows[0],
    states: states.map((entry) => withInstances(entry, states)),
  }
}

/** The key is never shown, only whether there is one. */
function connectionOf(host: Host) {
  return {
    certificate_check: host.certificateCheck,
    certificate_fingerprint: fingerprintOf(host.certificatePem),
    has_key: host.encryptedKey !== null,
    protocol_version: host.protocolVersion,
    about: host.about,
  }
}

/** Groups it is in itself, and checks that name it itself. */
const BELONGS_TO = `
  SELECT
    (SELECT coalesce(json_agg(json_build_object('id', g.id, 'name', g.name) ORDER BY g.name), '[]')
      FROM host_group_hosts m JOIN host_groups g ON g.id = m.host_group_id WHERE m.host_id = :id) AS host_groups,
    (SELECT coalesce(json_agg(json_build_object('id', c.id, 'name', c.name) ORDER BY c.name), '[]')
      FROM check_hosts m JOIN checks c ON c.id = m.check_id WHERE m.host_id = :id) AS checks`

/** The whole also carries its instances, for readers that want a tree. */
function withInstances(entry: CurrentEntry, all: CurrentEntry[]) {
  if (entry.instance !== '') return entry
  const instances = all.filter(
    (other) =>
      other.instance !== '' &&
      other.check.id === entry.check.id &&
      other.plugin.id === entry.plugin.id
  )
  return {
    ...entry,
    instances: instances.map(({ check: _check, plugin: _plugin, ...rest }) => rest),
  }
}
