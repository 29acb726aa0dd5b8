import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { ArgumentError, checkArguments } from '../../agent/protocol/check_arguments.ts'
import type { Manifest } from '../../agent/protocol/manifest.ts'
import { asSent } from '../validators/body.ts'
import { fieldError } from '../validators/field_error.ts'

/** A plugin as a body names it. */
export interface PluginGiven {
  id?: unknown
  arguments?: Record<string, unknown>
}

interface Known {
  id: number
  identifier: string
  manifest: Manifest | null
}

/**
 * @returns rows for `check_plugins`, with the arguments as they were given: defaults may change with the plugin
 * @throws E_VALIDATION_ERROR for `plugins.N.id` or `plugins.N.arguments`
 */
export async function pluginsGiven(trx: TransactionClientContract, given: readonly PluginGiven[]) {
  const { rows } = await trx.rawQuery<{ rows: Known[] }>(PLUGINS)
  const found = given.map((each, index) => pluginFor(rows, each, `plugins.${index}`))
  for (const [index, { id, identifier }] of found.entries()) {
    if (found.findIndex((each) => each.id === id) === index) continue
    throw fieldError(`plugins.${index}.id`, `The plugin "${identifier}" is there twice. Keep one.`)
  }
  return found.map(({ id }, index) => ({
    plugin_id: id,
    arguments: JSON.stringify(given[index].arguments ?? {}),
  }))
}

const PLUGINS = `
  SELECT p.id, p.identifier, v.manifest FROM plugins p LEFT JOIN plugin_versions v ON v.id = p.current_version_id`

function pluginFor(known: readonly Known[], given: PluginGiven, field: string): Known {
  const plugin = known.find(({ id, identifier }) => given.id === id || given.id === identifier)
  if (!plugin) {
    const sentence = `There is no plugin "${asSent(given.id)}". GET /api/v1/plugins lists them.`
    throw fieldError(`${field}.id`, sentence)
  }
  try {
    checkArguments(plugin.manifest?.arguments ?? [], given.arguments ?? {})
  } catch (error) {
    if (!(error instanceof ArgumentError)) throw error
    throw fieldError(`${field}.arguments`, `${plugin.identifier}: ${error.message}`)
  }
  return plugin
}
