import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { Infer } from '@vinejs/vine/types'
import { changeConfiguration } from '../saving/change_configuration.ts'
import { find } from '../saving/find.ts'
import { type Holdings, refuseCircle, refuseDepth } from '../saving/refuse_circle.ts'
import { refuseTakenName } from '../saving/refuse_taken_name.ts'
import { refuseUnknownIds } from '../saving/refuse_unknown_ids.ts'
import { replaceRows } from '../saving/replace_rows.ts'
import { saveRow } from '../saving/save_row.ts'
import type { hostGroupChanges } from '../validators/api/host_groups.ts'

/** What changes of a group; what is missing stays. */
export type GroupChanges = Infer<typeof hostGroupChanges>

/**
 * @param id the group that changes; a new one is made without it
 * @returns its id
 * @throws E_VALIDATION_ERROR, NotFound
 */
export function saveGroup({ hosts, host_groups: groups, ...columns }: GroupChanges, id?: number) {
  return changeConfiguration(async (trx) => {
    if (id !== undefined) await find(trx, 'host_groups', id)
    if (columns.name !== undefined) await refuseTakenName(trx, 'host_groups', columns.name, id)
    const hostIds = hosts && (await refuseUnknownIds(trx, 'hosts', hosts, 'hosts'))
    const groupIds = groups && (await refuseUnknownIds(trx, 'host_groups', groups, 'host_groups'))
    const savedId = await saveRow(trx, 'host_groups', columns, id)
    const owner = { host_group_id: savedId }
    if (hostIds)
      await replaceRows(
        trx,
        'host_group_hosts',
        owner,
        hostIds.map((each) => ({ host_id: each }))
      )
    if (groupIds) {
      const members = groupIds.map((each) => ({ member_id: each }))
      await refuseBadNesting(trx, savedId, groupIds)
      await replaceRows(trx, 'host_group_groups', owner, members)
    }
    return savedId
  })
}

async function refuseBadNesting(
  trx: TransactionClientContract,
  id: number,
  groupIds: readonly number[]
) {
  const holdings = await readHoldings(trx)
  const members = new Map(holdings.members).set(id, groupIds)
  refuseCircle({ ...holdings, members }, id, 'host_groups', 'hold')
  refuseDepth({ members }, id, 'host_groups', {
    would: 'Groups would be nested',
    instead: 'Put the machines into fewer groups.',
  })
}

async function readHoldings(trx: TransactionClientContract): Promise<Holdings> {
  const groups: { id: number; name: string }[] = await trx.from('host_groups').select('id', 'name')
  const links: { host_group_id: number; member_id: number }[] = await trx.from('host_group_groups')
  const byHolder = Map.groupBy(links, (link) => link.host_group_id)
  return {
    names: new Map(groups.map((group) => [group.id, group.name])),
    members: new Map([...byHolder].map(([id, own]) => [id, own.map((link) => link.member_id)])),
  }
}
