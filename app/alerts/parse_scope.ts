import Check from '../models/check.ts'
import Host from '../models/host.ts'
import Plugin from '../models/plugin.ts'
import { asSent } from '../validators/body.ts'
import { fieldError } from '../validators/field_error.ts'

/** Where an alert applies. Without hosts: all of them; checks and plugins narrow it, joined by "or". */
export interface AlertScope {
  appliesTo: 'all_hosts' | 'chosen'
  hostIds: number[]
  checkIds: number[]
  pluginIds: number[]
}

/**
 * @param given "all", "all_hosts", or `{hosts?: [ids], checks?: [ids], plugins?: [ids or identifiers]}`
 * @throws E_VALIDATION_ERROR for `applies_to`
 */
export async function parseScope(given: unknown): Promise<AlertScope> {
  if (given === 'all' || given === 'all_hosts') return scope([], [], [])
  if (given === 'all_services') {
    throw fieldError('applies_to', 'There are no services yet. Use "all_hosts" or choose hosts.')
  }
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw fieldError(
      'applies_to',
      'Use "all_hosts", or an object with lists of hosts, checks and plugins.'
    )
  }
  const { hosts, checks, plugins, ...others } = given as Record<string, unknown>
  const [unknown] = Object.keys(others)
  if (unknown)
    throw fieldError('applies_to', `"${unknown}" is not known. Use hosts, checks or plugins.`)
  const chosen = scope(await hostIds(hosts), await checkIds(checks), await pluginIds(plugins))
  if (hosts === undefined && chosen.checkIds.length + chosen.pluginIds.length === 0) {
    throw fieldError('applies_to', 'Choose at least one host, check or plugin, or use "all_hosts".')
  }
  if (hosts !== undefined && chosen.hostIds.length === 0) {
    throw fieldError('applies_to', 'Choose at least one host, or leave "hosts" out to mean all.')
  }
  return chosen
}

function scope(hosts: number[], checks: number[], plugins: number[]): AlertScope {
  const appliesTo = hosts.length === 0 ? 'all_hosts' : 'chosen'
  return { appliesTo, hostIds: hosts, checkIds: checks, pluginIds: plugins }
}

async function hostIds(given: unknown): Promise<number[]> {
  const ids = numbersIn(given, 'hosts')
  return allFound(ids, await Host.query().whereIn('id', ids), 'host')
}

async function checkIds(given: unknown): Promise<number[]> {
  const ids = numbersIn(given, 'checks')
  return allFound(ids, await Check.query().whereIn('id', ids), 'check')
}

async function pluginIds(given: unknown): Promise<number[]> {
  const names = listOf(given, 'plugins').map(String)
  const plugins = names.length === 0 ? [] : await Plugin.all()
  const ids = names.map((name) => {
    const plugin = plugins.find((each) => each.identifier === name || String(each.id) === name)
    if (plugin) return plugin.id
    throw fieldError('applies_to', `There is no plugin "${name}".`)
  })
  return [...new Set(ids)]
}

function numbersIn(given: unknown, name: string): number[] {
  const texts = listOf(given, name).map(String)
  const wrong = texts.find((text) => !/^[1-9]\d{0,8}$/.test(text))
  if (wrong !== undefined) throw fieldError('applies_to', `"${wrong}" in "${name}" is not an id.`)
  return [...new Set(texts.map(Number))]
}

function listOf(given: unknown, name: string): unknown[] {
  if (given === undefined || given === null) return []
  if (!Array.isArray(given)) throw fieldError('applies_to', `"${name}" must be a list.`)
  const strange = given.find((each) => !['string', 'number'].includes(typeof each))
  if (strange === undefined) return given
  throw fieldError('applies_to', `${asSent(strange)} in "${name}" is not an id.`)
}

function allFound(ids: number[], found: { id: number }[], what: string): number[] {
  const missing = ids.find((id) => !found.some((each) => each.id === id))
  if (missing === undefined) return ids
  throw fieldError('applies_to', `There is no ${what} ${missing}.`)
}
