import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { fieldError } from '../validators/field_error.ts'
import type { PartRow } from './parts_given.ts'

/**
 * A group stands for its machines one by one. One of them may be asked for before there is any.
 * @throws E_VALIDATION_ERROR when more are needed than the members have
 */
export async function refuseTooMany(
  trx: TransactionClientContract,
  members: readonly PartRow[],
  atLeast: number,
  field: string
) {
  if (atLeast === 1) return
  const groupIds = members.flatMap((member) => member.host_group_id ?? [])
  const inGroups: { host_id: number }[] = await trx
    .from('hosts_of_groups')
    .whereIn('host_group_id', groupIds)
    .select('host_id')
  const hosts = new Set([
    ...members.flatMap((member) => member.host_id ?? []),
    ...inGroups.map((row) => row.host_id),
  ])
  if (atLeast <= hosts.size) return
  throw fieldError(
    field,
    `${atLeast} are needed, but the members are ${hosts.size} ${hosts.size === 1 ? 'machine' : 'machines'}. Ask for fewer, or add members.`
  )
}
