import db from '@adonisjs/lucid/services/db'
import { NotFound } from '../exceptions/refusals.ts'
import Check from '../models/check.ts'
import Host from '../models/host.ts'
import Plugin from '../models/plugin.ts'

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
  throw new NotFound(`There is no plugin "${given}". GET /api/v1/plugins lists them.`)
}

/**
 * @param given an id or a name
 * @throws NotFound
 */
export async function findHost(given: string): Promise<Host> {
  const byName = await Host.findBy('name', given)
  const host = byName ?? (isId(given) ? await Host.find(given) : null)
  if (host) return host
  throw new NotFound(`There is no host "${given}". GET /api/v1/hosts lists them.`)
}

/**
 * @param given an id or a name
 * @throws NotFound
 */
export async function findCheck(given: string): Promise<Check> {
  const check =
    (isId(given) ? await Check.find(given) : null) ?? (await Check.findBy('name', given))
  if (check) return check
  throw new NotFound(`There is no check "${given}". GET /api/v1/checks lists them.`)
}

/**
 * @param given an id or a name
 * @returns the id of a host group
 * @throws NotFound
 */
export async function findGroupId(given: string): Promise<number> {
  const byName = await db.from('host_groups').where('name', given).select('id').first()
  const group =
    byName ?? (isId(given) ? await db.from('host_groups').where('id', given).first() : null)
  if (group) return group.id
  throw new NotFound(`There is no host group "${given}". GET /api/v1/host-groups lists them.`)
}

function isId(text: string): boolean {
  return /^[1-9]\d{0,8}$/.test(text)
}
