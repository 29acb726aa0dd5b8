import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { Infer } from '@vinejs/vine/types'
import { changeConfiguration } from '../saving/change_configuration.ts'
import { find } from '../saving/find.ts'
import { refuseCircle, refuseDepth } from '../saving/refuse_circle.ts'
import { refuseTakenName } from '../saving/refuse_taken_name.ts'
import { replaceRows } from '../saving/replace_rows.ts'
import { saveRow } from '../saving/save_row.ts'
import type { serviceChanges } from '../validators/api/services.ts'
import { partsGiven, type PartRow } from './parts_given.ts'
import { refuseTooMany } from './refuse_too_many.ts'

/** What changes of a service; what is missing stays. */
export type ServiceChanges = Infer<typeof serviceChanges>

/**
 * @param id the service that changes; a new one is made without it
 * @returns its id
 * @throws E_VALIDATION_ERROR, NotFound
 */
export function saveService(given: ServiceChanges, id?: number): Promise<number> {
  const { name, description, dependencies, redundancy_groups: groups } = given
  return changeConfiguration(async (trx) => {
    if (id !== undefined) await find(trx, 'services', id)
    if (name !== undefined) await refuseTakenName(trx, 'services', name, id)
    const parts = dependencies && (await partsGiven(trx, dependencies, 'dependencies'))
    const savedId = await saveRow(trx, 'services', { name, description }, id)
    if (parts) {
      await refuseBadNesting(trx, savedId, parts)
      await replaceRows(trx, 'service_dependencies', { service_id: savedId }, parts)
    }
    if (groups) await replaceGroups(trx, savedId, groups)
    return savedId
  })
}

async function refuseBadNesting(
  trx: TransactionClientContract,
  id: number,
  parts: readonly PartRow[]
) {
  const services: { id: number; name: string }[] = await trx.from('services').select('id', 'name')
  const links: { service_id: number; needed_service_id: number }[] = await trx
    .from('service_dependencies')
    .whereNotNull('needed_service_id')
    .select('service_id', 'needed_service_id')
  const byService = Map.groupBy(links, (link) => link.service_id)
  const members = new Map(
    [...byService].map(([each, own]) => [each, own.map((link) => link.needed_service_id)])
  ).set(
    id,
    parts.flatMap((part) => part.needed_service_id ?? [])
  )
  const names = new Map(services.map((service) => [service.id, service.name]))
  refuseCircle({ names, members }, id, 'dependencies', 'need')
  refuseDepth({ members }, id, 'dependencies', {
    would: 'Services would need each other',
    instead: 'Name what is needed further down here, and leave out what is between.',
  })
}

async function replaceGroups(
  trx: TransactionClientContract,
  serviceId: number,
  groups: NonNullable<ServiceChanges['redundancy_groups']>
) {
  await trx.from('redundancy_groups').where('service_id', serviceId).delete()
  for (const [index, { name = '', at_least = 1, members }] of groups.entries()) {
    const field = `redundancy_groups.${index}`
    const rows = await partsGiven(trx, members, `${field}.members`)
    await refuseTooMany(trx, rows, at_least, `${field}.at_least`)
    const [made] = await trx
      .table('redundancy_groups')
      .insert({ service_id: serviceId, name, at_least })
      .returning('id')
    const id = Number(typeof made === 'object' ? made.id : made)
    await replaceRows(trx, 'redundancy_members', { redundancy_group_id: id }, rows)
  }
}
