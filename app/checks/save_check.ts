import type { Infer } from '@vinejs/vine/types'
import { changeConfiguration } from '../saving/change_configuration.ts'
import { find } from '../saving/find.ts'
import { refuseTakenName } from '../saving/refuse_taken_name.ts'
import { refuseUnknownIds } from '../saving/refuse_unknown_ids.ts'
import { replaceRows } from '../saving/replace_rows.ts'
import { saveRow } from '../saving/save_row.ts'
import type { checkChanges } from '../validators/api/checks.ts'
import { pluginsGiven } from './plugins_given.ts'

/** What changes of a check; what is missing stays. */
export type CheckChanges = Infer<typeof checkChanges>

/** Lists of ids, and where they are kept. */
const LISTS = [
  { field: 'hosts', kind: 'hosts', table: 'check_hosts', column: 'host_id' },
  {
    field: 'host_groups',
    kind: 'host_groups',
    table: 'check_host_groups',
    column: 'host_group_id',
  },
  { field: 'schedules', kind: 'schedules', table: 'schedule_checks', column: 'schedule_id' },
] as const

/**
 * @param id the check that changes; a new one is made without it
 * @returns its id
 * @throws E_VALIDATION_ERROR, NotFound
 */
export function saveCheck(given: CheckChanges, id?: number): Promise<number> {
  const { name, description, plugins } = given
  return changeConfiguration(async (trx) => {
    if (id !== undefined) await find(trx, 'checks', id)
    if (name !== undefined) await refuseTakenName(trx, 'checks', name, id)
    const pluginRows = plugins && (await pluginsGiven(trx, plugins))
    const savedId = await saveRow(trx, 'checks', { name, description }, id)
    for (const { field, kind, table, column } of LISTS) {
      const list = given[field]
      if (list === undefined) continue
      const ids = await refuseUnknownIds(trx, kind, list, field)
      await replaceRows(
        trx,
        table,
        { check_id: savedId },
        ids.map((each) => ({ [column]: each }))
      )
    }
    if (pluginRows) await replaceRows(trx, 'check_plugins', { check_id: savedId }, pluginRows)
    return savedId
  })
}
