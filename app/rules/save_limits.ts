import type Plugin from '../models/plugin.ts'
import { changeConfiguration } from '../saving/change_configuration.ts'
import { fieldError } from '../validators/field_error.ts'
import { checkLimits } from './check_limits.ts'

/** Where limits hold: of a group or a host, in a check, for an instance. What is null does not narrow it. */
export interface LimitPlace {
  hostGroupId: number | null
  hostId: number | null
  checkId: number | null
  instance: string | null
}

/**
 * Sets limits of a plugin at one place; null goes back to what holds around it. Those that are not named stay.
 * @param plugin with its current version loaded
 * @throws E_VALIDATION_ERROR for `limits.NAME`, or `host_group` beside a host
 */
export async function saveLimits(
  plugin: Plugin,
  { hostGroupId, hostId, checkId, instance }: LimitPlace,
  given: Record<string, unknown>
) {
  if (hostGroupId !== null && hostId !== null)
    throw fieldError('host_group', 'Give a host group or a host, not both.')
  const limits = checkLimits(plugin.currentVersion?.manifest.limits ?? [], given)
  const columns = { host_group_id: hostGroupId, host_id: hostId, check_id: checkId, instance }
  const place = { plugin_id: plugin.id, ...columns }
  const kept = Object.entries(limits).filter(([, value]) => value !== null)
  const rows = kept.map(([name, value]) => ({ ...place, name, value: JSON.stringify(value) }))
  await changeConfiguration(async (trx) => {
    const query = trx.from('limits').where('plugin_id', plugin.id)
    for (const [column, value] of Object.entries(columns))
      if (value === null) query.whereNull(column)
      else query.where(column, value)
    await query.whereIn('name', Object.keys(limits)).delete()
    if (rows.length > 0) await trx.table('limits').multiInsert(rows)
  })
}
