import type { Infer } from '@vinejs/vine/types'
import { changeConfiguration } from '../saving/change_configuration.ts'
import { find, type Found } from '../saving/find.ts'
import { refuseTakenName } from '../saving/refuse_taken_name.ts'
import { refuseUnknownIds } from '../saving/refuse_unknown_ids.ts'
import { replaceRows } from '../saving/replace_rows.ts'
import { saveRow } from '../saving/save_row.ts'
import type { scheduleChanges } from '../validators/api/schedules.ts'
import { intervalsGiven } from './intervals_given.ts'

/** What changes of a schedule; what is missing stays. */
export type ScheduleChanges = Infer<typeof scheduleChanges>

/**
 * @param id the schedule that changes; a new one is made without it
 * @returns its id
 * @throws E_VALIDATION_ERROR, NotFound
 */
export function saveSchedule(given: ScheduleChanges, id?: number): Promise<number> {
  const { name, description, checks, intervals, time_zone, maximum_lateness_s } = given
  const columns = {
    ...{ name, description, time_zone },
    maximum_lateness_seconds: maximum_lateness_s,
  }
  return changeConfiguration(async (trx) => {
    const old = id === undefined ? null : await find<Kept>(trx, 'schedules', id)
    if (name !== undefined) await refuseTakenName(trx, 'schedules', name, id)
    const intervalRows =
      intervals && intervalsGiven(intervals, time_zone ?? old?.time_zone ?? 'UTC')
    const checkIds = checks && (await refuseUnknownIds(trx, 'checks', checks, 'checks'))
    const savedId = await saveRow(trx, 'schedules', columns, id)
    const owner = { schedule_id: savedId }
    if (intervalRows) await replaceRows(trx, 'intervals', owner, intervalRows)
    if (checkIds)
      await replaceRows(
        trx,
        'schedule_checks',
        owner,
        checkIds.map((each) => ({ check_id: each }))
      )
    return savedId
  })
}

interface Kept extends Found {
  time_zone: string
}
