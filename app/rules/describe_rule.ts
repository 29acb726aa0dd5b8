import type { LimitDeclaration } from '../../agent/protocol/manifest.ts'
import Classifier from '../models/classifier.ts'
import Limit from '../models/limit.ts'
import type Plugin from '../models/plugin.ts'

/** A limit as it is in force. */
export interface LimitInForce extends LimitDeclaration {
  value: LimitDeclaration['default']
  is_overridden: boolean
}

/**
 * @param plugin with its current version loaded
 * @param checkId the check it is asked for, or null for the rule of the plugin
 * @returns the rule in force there, its limits, and which checks have rules of their own
 */
export async function describeRule(plugin: Plugin, checkId: number | null) {
  const rules = await Classifier.query().where('plugin_id', plugin.id).orderBy('check_id')
  const overrides = await Limit.query().where('plugin_id', plugin.id)
  const base = rules.find((rule) => rule.checkId === null)
  const own = checkId === null ? undefined : rules.find((each) => each.checkId === checkId)
  const { currentVersion: version } = plugin
  return {
    plugin: { id: plugin.id, identifier: plugin.identifier, name: plugin.name },
    check: checkId === null ? null : { id: checkId },
    code: own?.code ?? base?.code ?? version?.defaultClassifier ?? '',
    n_historical:
      own?.nHistorical ?? base?.nHistorical ?? version?.manifest.default_n_historical ?? 1,
    is_edited: (own?.isEdited || base?.isEdited) ?? false,
    updated_at: own?.updatedAt ?? base?.updatedAt ?? null,
    limits: (version?.manifest.limits ?? []).map((limit) => inForce(limit, overrides, checkId)),
    checks_with_own_rule: rules.flatMap((each) => (each.checkId === null ? [] : [each.checkId])),
  }
}

function inForce(
  limit: LimitDeclaration,
  overrides: Limit[],
  checkId: number | null
): LimitInForce {
  const general = overrides.filter(
    (each) =>
      each.name === limit.name && (each.hostGroupId ?? each.hostId ?? each.instance) === null
  )
  const own = checkId === null ? undefined : general.find((each) => each.checkId === checkId)
  const override = own ?? general.find((each) => each.checkId === null)
  return {
    ...limit,
    value: override?.value ?? limit.default,
    is_overridden: override !== undefined,
  }
}
