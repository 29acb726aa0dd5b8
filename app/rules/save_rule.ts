import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { syntaxErrorOf } from '../monitoring/classify/check_syntax.ts'
import Classifier from '../models/classifier.ts'
import Limit from '../models/limit.ts'
import type Plugin from '../models/plugin.ts'
import type PluginVersion from '../models/plugin_version.ts'
import { changeConfiguration } from '../saving/change_configuration.ts'
import { fieldError } from '../validators/field_error.ts'
import { checkLimits, type LimitChanges } from './check_limits.ts'

/** What changes; what is missing stays as it is, null goes back to the default. */
export interface RuleChanges {
  code?: string | null
  limits?: Record<string, unknown> | null
  n_historical?: number | null
}

/**
 * Changes how the results of a plugin are judged, everywhere or in one check only.
 * @param plugin with its current version loaded
 * @param checkId the check that overrides the rule, or null for the rule of the plugin
 * @throws E_VALIDATION_ERROR for `code`, `limits.NAME`
 */
export async function saveRule(plugin: Plugin, checkId: number | null, changes: RuleChanges) {
  const { currentVersion: version } = plugin
  if (!version) throw fieldError('plugin', 'This plugin has no package yet, so it has no rule.')
  if (changes.code) refuseBrokenCode(changes.code)
  const limits = changes.limits
    ? checkLimits(version.manifest.limits, changes.limits)
    : changes.limits
  await changeConfiguration(async (trx) => {
    if (changes.code !== undefined || changes.n_historical !== undefined) {
      await saveClassifier(trx, version, checkId, changes)
    }
    if (limits === null) await overridesOf(trx, plugin.id, checkId).delete()
    else if (limits) await saveLimits(trx, plugin.id, checkId, limits)
  })
}

function refuseBrokenCode(code: string) {
  const problem = syntaxErrorOf(code)
  if (problem) throw fieldError('code', problem)
}

async function saveClassifier(
  trx: TransactionClientContract,
  version: PluginVersion,
  checkId: number | null,
  { code, n_historical: nHistorical }: RuleChanges
) {
  const own = await ruleOf(trx, version.pluginId, checkId)
  const standard = {
    code: version.defaultClassifier,
    nHistorical: version.manifest.default_n_historical,
  }
  const rule = own ?? new Classifier().fill({ pluginId: version.pluginId, checkId })
  rule.useTransaction(trx).merge({
    code: code === undefined ? rule.code : code,
    nHistorical: nHistorical === undefined ? rule.nHistorical : nHistorical,
  })
  if (checkId === null) {
    rule.merge({ code: rule.code ?? standard.code })
    rule.merge({ nHistorical: rule.nHistorical ?? standard.nHistorical })
    return rule.merge({ isEdited: rule.code !== standard.code }).save()
  }
  return saveOverride(rule, (await ruleOf(trx, version.pluginId, null)) ?? standard)
}

/** Only what differs from the rule of the plugin is kept, so that the rest follows it. */
async function saveOverride(
  rule: Classifier,
  base: Pick<Classifier, 'code' | 'nHistorical'>
): Promise<unknown> {
  rule.merge({
    code: rule.code === base.code ? null : (rule.code ?? null),
    nHistorical: rule.nHistorical === base.nHistorical ? null : (rule.nHistorical ?? null),
  })
  if (rule.code !== null || rule.nHistorical !== null) {
    return rule.merge({ isEdited: rule.code !== null }).save()
  }
  if (rule.$isPersisted) await rule.delete()
}

function ruleOf(trx: TransactionClientContract, pluginId: number, checkId: number | null) {
  return narrow(Classifier.query({ client: trx }).where('plugin_id', pluginId), checkId).first()
}

async function saveLimits(
  trx: TransactionClientContract,
  pluginId: number,
  checkId: number | null,
  limits: LimitChanges
) {
  await overridesOf(trx, pluginId, checkId).whereIn('name', Object.keys(limits)).delete()
  const kept = Object.entries(limits).filter(([, value]) => value !== null)
  const rows = kept.map(([name, value]) => ({ pluginId, checkId, name, value: value! }))
  await Limit.createMany(rows, { client: trx })
}

/** Overrides for a group, a host or an instance are set elsewhere and stay. */
function overridesOf(trx: TransactionClientContract, pluginId: number, checkId: number | null) {
  const query = Limit.query({ client: trx }).where('plugin_id', pluginId).whereNull('host_group_id')
  return narrow(query.whereNull('host_id').whereNull('instance'), checkId)
}

function narrow<Query extends { where: Function; whereNull: Function }>(
  query: Query,
  checkId: number | null
): Query {
  return checkId === null ? query.whereNull('check_id') : query.where('check_id', checkId)
}
