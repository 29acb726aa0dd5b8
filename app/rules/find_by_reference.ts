import db from '@adonisjs/lucid/services/db'
import Check from '../models/check.ts'
import Host from '../models/host.ts'
import Plugin from '../models/plugin.ts'
import { notFound } from '../saving/find.ts'
import type { Kind } from '../saving/tables.ts'
import { asSent } from '../validators/body.ts'
import type { Reference } from './reference_in.ts'

/**
 * @param given an id, or an identifier such as `disk_space`
 * @returns the plugin with its current package
 * @throws NotFound
 */
export async function findPlugin(given: string): Promise<Plugin> {
  const query = Plugin.query().preload('currentVersion')
  const plugin = await (
    isId(given) ? query.where('id', given) : query.where('identifier', given)
  ).first()
  if (plugin) return plugin
  throw notFound('plugins', `"${asSent(given)}"`)
}

/**
 * @param given an id or a name
 * @throws NotFound
 */
export function findHost(given: Reference): Promise<Host> {
  const id = idIn(given)
  const byName = () => Host.findBy('name', given)
  return found('hosts', given, id === null ? null : Host.find(id), byName)
}

/**
 * @param given an id or a name
 * @throws NotFound
 */
export function findCheck(given: Reference): Promise<Check> {
  const id = idIn(given)
  const byName = () => Check.findBy('name', given)
  return found('checks', given, id === null ? null : Check.find(id), byName)
}

/**
 * @param given an id or a name
 * @returns the id of a host group
 * @throws NotFound
 */
export async function findGroupId(given: Reference): Promise<number> {
  const id = idIn(given)
  const groups = () => db.from('host_groups').select('id')
  const byId = id === null ? null : groups().where('id', id).first()
  const group = await found('host_groups', given, byId, () => groups().where('name', given).first())
  return group.id
}

/** An id is always one: somebody may have given another the same number for a name. */
async function found<Row>(
  kind: Kind,
  given: Reference,
  byId: Promise<Row | null> | null,
  byName: () => Promise<Row | null>
): Promise<Row> {
  const row = (await byId) ?? (typeof given === 'string' ? await byName() : null)
  if (row) return row
  throw notFound(kind, `"${asSent(given)}"`)
}

function idIn(given: Reference): number | null {
  return isId(String(given)) ? Number(given) : null
}

function isId(text: string): boolean {
  return /^[1-9]\d{0,8}$/.test(text)
}
